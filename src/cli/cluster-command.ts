// Commands that ask one thing of one run in the cluster, through `argo`.

import type { Argo } from "../cluster/argo.ts";
import {
  CLUSTER_OPTIONS,
  clusterSettings,
  parseRunName,
  unknownClusterRun,
} from "./cluster-options.ts";
import { type Command, defineCommand } from "./define-command.ts";
import { EXIT_OK } from "./exit-codes.ts";

interface ClusterCommand {
  readonly verb: string;
  readonly describe: string;
  readonly act: (argo: Argo, name: string) => Promise<void>;
  /** Continues a sentence that begins with the run's name. */
  readonly done: string;
}

export function clusterCommand({ verb, describe, act, done }: ClusterCommand): Command {
  return defineCommand({
    command: `${verb} <NAME>`,
    describe,
    builder: (yargs) =>
      yargs
        .positional("NAME", { type: "string", demandOption: true, describe: "the run's name" })
        .options({ namespace: CLUSTER_OPTIONS.namespace })
        .example(
          `$0 ${verb} my-project-hello-world-bf-1551945600`,
          "one that airgo runs --cluster lists",
        ),
    handler: async (args, world) => {
      const name = parseRunName(args.NAME);
      const { failureKind } = await import("../cluster/cluster-failure.ts");
      const { openArgo } = await import("../cluster/open-cluster.ts");
      const { cluster } = clusterSettings(await world.openBundle(), world, args);
      await act(await openArgo(cluster), name).catch((error: unknown) => {
        if (failureKind(error) !== "not-found") throw error;
        throw unknownClusterRun(name, cluster.namespace);
      });
      world.stdout.write(`${name} ${done}\n`);
      return EXIT_OK;
    },
  });
}

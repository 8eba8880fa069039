// `airgo runs --cluster`.

import { listClusterRuns } from "../../cluster/list-cluster-runs.ts";
import { openCluster } from "../../cluster/open-cluster.ts";
import { type ClusterArguments, clusterSettings } from "../cluster-options.ts";
import { jsonLine } from "../json-line.ts";
import { paintFor } from "../paint.ts";
import { terminalWidth, type World } from "../world.ts";
import { printClusterRuns } from "./print-cluster-runs.ts";

export interface ClusterRunsCall {
  /** Undefined: of all DAGs. */
  readonly dagId: string | undefined;
  /** Undefined: all. */
  readonly limit: number | undefined;
  readonly json: boolean;
}

/** Tells of the project's runs in the cluster, the latest first. */
export async function tellClusterRuns(
  { dagId, limit, json }: ClusterRunsCall,
  args: ClusterArguments,
  world: World,
): Promise<void> {
  const { stdout, stderr, env } = world;
  const { config, cluster } = clusterSettings(await world.openBundle(), world, args);
  const { projectName, namespace } = config;
  const runs = await listClusterRuns(await openCluster(cluster), { projectName, dagId });
  const shown = runs.slice(0, limit);
  const style = { paint: paintFor(stdout, env), width: terminalWidth(stdout) };
  if (json) stdout.write(shown.map(jsonLine).join(""));
  else if (runs.length > 0) stdout.write(printClusterRuns(shown, style));
  else
    stderr.write(
      `no runs of ${dagId ?? projectName} in namespace ${namespace}: airgo submit makes one\n`,
    );
  if (!json && runs.length > shown.length) {
    stderr.write(`\nand ${runs.length - shown.length} before them\n`);
  }
}

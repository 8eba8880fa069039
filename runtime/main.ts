// Where the runtime begins. Arguments are a command; without any, TASK_ID asks for a pod's task.

import { type Bundle, openBundle } from "./bundle.ts";
import type { Pack } from "./loader.ts";
import { mapStacks } from "./map-stack.ts";
import { DESCRIBE, WARM_UP } from "./pack-format.ts";
import { createPodWorld } from "./pod/pod-world.ts";
import { runPod } from "./pod/run-pod.ts";

/** What the packed file exports to a module that requires it. */
export interface PackedFile {
  readonly bundle: Bundle;
  /** Runs a command in this very process; resolves to its exit code. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** Runs the packed file as a process of its own. */
export async function start(pack: Pack): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv[0] === DESCRIBE) return describe(pack, argv[1] ?? "");
  if (argv[0] === WARM_UP) return warmUp(pack, argv[1] ?? "");
  if (argv.length > 0 || !process.env.TASK_ID) {
    process.exitCode = await offer(pack).run(argv);
    return;
  }
  mapStacks(pack);
  // Whatever the task left running must not keep the pod alive.
  process.exit(await runPod(createPodWorld(process, openBundle(pack))));
}

export function offer(pack: Pack): PackedFile {
  const bundle = openBundle(pack);
  return {
    bundle,
    async run(argv) {
      mapStacks(pack);
      // Not on a pod's path: the command line is compiled only when it is called.
      const { main } = await import("../src/cli/main.ts");
      return main({ argv, bundle });
    },
  };
}

async function describe(pack: Pack, request: string): Promise<void> {
  mapStacks(pack);
  openBundle(pack);
  const { describeDags } = await import("./describe-dags.ts");
  describeDags(pack, request);
}

async function warmUp(pack: Pack, output: string): Promise<void> {
  mapStacks(pack);
  const { compilePodPath } = await import("./warm-up.ts");
  await compilePodPath(pack, output);
}

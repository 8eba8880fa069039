// The first module of the bundle. Arguments are a command; without any, TASK_ID asks for a pod's task.

import { type Bundle, openBundle } from "./bundle.ts";
import type { Pack } from "./loader.ts";
import { mapStacks } from "./map-stack.ts";
import { DESCRIBE } from "./pack-format.ts";
import { createPodWorld } from "./pod/pod-world.ts";
import { runPod } from "./pod/run-pod.ts";

export { openBundle };

/** Runs the bundle as a process of its own. */
export async function start(pack: Pack): Promise<void> {
  mapStacks(pack);
  const bundle = openBundle(pack);
  const argv = process.argv.slice(2);
  if (argv[0] === DESCRIBE) return describe(pack, argv[1] ?? "");
  if (argv.length > 0 || !process.env.TASK_ID) return runCommand(bundle, argv);
  // Whatever the task left running must not keep the pod alive.
  process.exit(await runPod(createPodWorld(process, bundle)));
}

// Neither is on a pod's path: what they import is compiled only when they are called.
async function describe(pack: Pack, request: string): Promise<void> {
  const { describeDags } = await import("./describe-dags.ts");
  describeDags(pack, request);
}

async function runCommand(bundle: Bundle, argv: readonly string[]): Promise<void> {
  const { main } = await import("../src/cli/main.ts");
  process.exitCode = await main({ argv, bundle });
}

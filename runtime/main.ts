// The first module of the bundle. Arguments are a command; without any, TASK_ID asks for a pod's task.

import { type Bundle, openBundle } from "./bundle.ts";
import type { Pack } from "./loader.ts";
import { mapStacks } from "./map-stack.ts";
import { DESCRIBE } from "./pack-format.ts";
import { runPod } from "./pod/run-pod.ts";

export { openBundle };

/** Runs the bundle as a process of its own. */
export function start(pack: Pack): void {
  mapStacks(pack);
  void run(pack).then((exitCode) => {
    process.exitCode = exitCode;
  });
}

async function run(pack: Pack): Promise<number> {
  const { env } = process;
  const argv = process.argv.slice(2);
  const bundle = openBundle(pack);
  if (argv.length === 0 && env["TASK_ID"]) return runPod({ env, bundle });
  if (argv[0] === DESCRIBE) return describe(pack, argv[1] ?? "");
  return runCommand(bundle, argv);
}

// Neither is on a pod's path: what they import is compiled only when they are called.
async function describe(pack: Pack, request: string): Promise<number> {
  const { describeDags } = await import("./describe-dags.ts");
  return describeDags(pack, request);
}

async function runCommand(bundle: Bundle, argv: readonly string[]): Promise<number> {
  const { main } = await import("../src/cli/main.ts");
  return main({ argv, bundle });
}

// The command line of the npm package: the bundle's commands, run by the project's own bundle, and those that need the
// project's sources. One of the two places, with src/cli/main.ts, that know of a process.

import { realpathSync } from "node:fs";
import { graphCommand } from "../cli/commands/graph.ts";
import { COMMANDS } from "../cli/commands.ts";
import { redirect } from "../cli/define-command.ts";
import { main as runCommandLine } from "../cli/main.ts";
import { COMPLETE } from "../cli/print-completions.ts";
import { type AirgoPackage, findAirgoPackage } from "../project/airgo-package.ts";
import { findProjectRoot } from "../project/find-project.ts";
import { createAsk } from "./ask.ts";
import { buildCommand } from "./commands/build.ts";
import { initCommand } from "./commands/init.ts";
import { findInstalledAirgo } from "./installed-airgo.ts";
import { createProjectBundle } from "./project-bundle.ts";

/** Follows the process's command line, and sets its exit code. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const airgo = findAirgoPackage();
  const root = argv[0] === "init" ? undefined : findProjectRoot(process.cwd());
  const installed = root === undefined ? undefined : findInstalledAirgo(root);
  // Whatever airgo was called, a project is bundled by the one that it depends on, whose types its code was checked with.
  if (installed !== undefined && installed.folder !== realpathSync(airgo.root)) {
    return void (await import(installed.bin));
  }
  if (root === undefined && argv[0] === "--version") {
    return void process.stdout.write(`airgo  ${airgo.version}\n`);
  }
  if (root !== undefined) enter(root);
  process.exitCode = await follow(argv, airgo, root);
}

function follow(
  argv: readonly string[],
  airgo: AirgoPackage,
  root: string | undefined,
): Promise<number> {
  const { env, stdin, stderr } = process;
  const project = createProjectBundle({ airgo, root, env });
  const ask = stdin.isTTY && stderr.isTTY ? createAsk({ input: stdin, output: stderr }) : undefined;
  const commands = [
    initCommand({ root: airgo.root, version: airgo.version, ask }),
    ...COMMANDS.map((command) => redirect(command, () => project.run(argv))),
    graphCommand,
    buildCommand({ airgo, readProject: project.read }),
  ];
  // TAB has no time to build: the DAGs of the last bundle will do.
  const bundle = argv[0] === COMPLETE ? project.openLast : project.open;
  return runCommandLine({ argv, bundle, commands });
}

/** As npm does: a project's commands are run in its folder, wherever in it they are typed. */
function enter(root: string): void {
  if (root === process.cwd()) return;
  process.chdir(root);
  process.stderr.write(`in ${root}\n`);
}

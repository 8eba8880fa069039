// The npm package as a process: finds the project and its airgo, and hands a command to the project's bundle.

import { realpathSync } from "node:fs";
import { findAirgoPackage } from "../project/airgo-package.ts";
import { findProjectRoot } from "../project/find-project.ts";
import { isForBundle } from "./bundle-commands.ts";
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
  if (root !== undefined) enter(root, argv);
  const project = createProjectBundle({ airgo, root, env: process.env });
  // Two command lines take twice as long to load as one.
  if (isForBundle(argv) && (await project.isReady())) {
    process.exitCode = await project.run(argv);
  } else {
    const { followCommandLine } = await import("./command-line.ts");
    process.exitCode = await followCommandLine(argv, { airgo, project, process });
  }
}

/** As npm does: a project's commands are run in its folder, wherever in it they are typed. */
function enter(root: string, [command = ""]: readonly string[]): void {
  if (root === process.cwd()) return;
  process.chdir(root);
  // Paths that were typed count from there. TAB and `--version` have none, and no place for a word about it.
  if (!command.startsWith("-")) process.stderr.write(`in ${root}\n`);
}

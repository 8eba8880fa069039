// All commands of the npm package, to be parsed and not run.

import { graphCommand } from "../../src/cli/commands/graph.ts";
import { createRunsCommand, runsCommand } from "../../src/cli/commands/runs.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { type CommandLine, parseCommandLine } from "../../src/cli/parse-command-line.ts";
import { writeRunPage } from "../../src/cli/write-run-page.ts";
import { buildCommand } from "../../src/npm/commands/build.ts";
import { initCommand } from "../../src/npm/commands/init.ts";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";

const airgo = findAirgoPackage();
const commands = [
  initCommand({ root: airgo.root, version: airgo.version, openPrompt: undefined }),
  ...COMMANDS.map((command) =>
    command === runsCommand ? createRunsCommand(writeRunPage) : command,
  ),
  graphCommand,
  buildCommand({ airgo, readProject: () => Promise.reject(new Error("nothing is built here")) }),
];

export function parse(argv: readonly string[]): CommandLine {
  return parseCommandLine(argv, { commands, width: 100 });
}

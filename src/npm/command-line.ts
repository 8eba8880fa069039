// The commands of the npm package: the bundle's, run by the project's own bundle, and those that need the project's sources.

import { graphCommand } from "../cli/commands/graph.ts";
import { createRunsCommand, runsCommand } from "../cli/commands/runs.ts";
import { COMMANDS } from "../cli/commands.ts";
import { redirect } from "../cli/define-command.ts";
import { EXIT_OK } from "../cli/exit-codes.ts";
import { main } from "../cli/main.ts";
import { COMPLETE } from "../cli/print-completions.ts";
import { writeRunPage } from "../cli/write-run-page.ts";
import type { AirgoPackage } from "../project/airgo-package.ts";
import { buildCommand } from "./commands/build.ts";
import { initCommand } from "./commands/init.ts";
import type { ProjectBundle } from "./project-bundle.ts";
import { openPrompt } from "./prompt.ts";

/** What the command line works on. */
export interface Surroundings {
  readonly airgo: AirgoPackage;
  readonly project: ProjectBundle;
  readonly process: Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">;
}

const runsWithPages = createRunsCommand(writeRunPage);

/** @returns the exit code */
export async function followCommandLine(
  argv: readonly string[],
  { airgo, project, process: { stdin, stdout, stderr } }: Surroundings,
): Promise<number> {
  if (argv[0] === "--version" && !project.exists) {
    stdout.write(`airgo  ${airgo.version}\n`);
    return EXIT_OK;
  }
  const isTerminal = stdin.isTTY && stderr.isTTY;
  const prompt = isTerminal ? () => openPrompt({ input: stdin, output: stderr }) : undefined;
  const commands = [
    initCommand({ root: airgo.root, version: airgo.version, openPrompt: prompt }),
    ...COMMANDS.map((command) =>
      command === runsCommand ? runsWithPages : redirect(command, () => project.run(argv)),
    ),
    graphCommand,
    buildCommand({ airgo, readProject: project.read }),
  ];
  // TAB has no time to build: the DAGs of the last bundle will do.
  const bundle = argv[0] === COMPLETE ? project.openLast : project.open;
  return main({ argv, bundle, commands });
}

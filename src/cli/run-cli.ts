// From a command line to an exit code; the only place that turns errors into words.

import { isAirgoError, type Problem } from "../core/errors.ts";
import type { Command } from "./define-command.ts";
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, exitCodeOf } from "./exit-codes.ts";
import { paintFor } from "./paint.ts";
import { type CommandLine, parseCommandLine } from "./parse-command-line.ts";
import { COMPLETE, printCompletions } from "./print-completions.ts";
import { printProblems } from "./print-problems.ts";
import { printVersion } from "./print-version.ts";
import type { World } from "./world.ts";

const WIDEST_HELP = 100;

/** Follows the command line of `world` with one of `commands`. Rejects for nothing. */
export async function runCli(world: World, commands: readonly Command[]): Promise<number> {
  try {
    if (world.argv[0] === COMPLETE) return await printCompletions(world, commands);
    const width = Math.min(world.stdout.columns ?? WIDEST_HELP, WIDEST_HELP);
    return await follow(parseCommandLine(world.argv, { commands, width }), world);
  } catch (error) {
    return tell(error, world);
  }
}

async function follow(line: CommandLine, world: World): Promise<number> {
  switch (line.kind) {
    case "action":
      return line.action(world);
    case "version":
      world.stdout.write(printVersion((await world.openBundle()).manifest));
      return EXIT_OK;
    case "help":
      world.stdout.write(`${line.text}\n`);
      return EXIT_OK;
    case "empty":
      world.stderr.write(`${line.text}\n`);
      return EXIT_USAGE;
    case "mistake":
      tellProblems(line.error.problems, world);
      world.stderr.write(`  ${paintFor(world.stderr, world.env)("dim", `usage: ${line.usage}`)}\n`);
      return EXIT_USAGE;
  }
}

function tell(error: unknown, world: World): number {
  if (isAirgoError(error)) {
    tellProblems(error.problems, world);
    return exitCodeOf(error);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const paint = paintFor(world.stderr, world.env);
  const { version, platform, arch } = process;
  world.stderr.write(
    `${paint("red", "this is a bug of airgo")}, not of your DAGs; please report it with these lines:\n` +
      `Node ${version} on ${platform} ${arch}: airgo ${world.argv.join(" ")}\n${stack}\n`,
  );
  return EXIT_FAILED;
}

function tellProblems(problems: readonly Problem[], world: World): void {
  const paint = paintFor(world.stderr, world.env);
  world.stderr.write(printProblems(problems, { cwd: world.cwd, paint }));
}

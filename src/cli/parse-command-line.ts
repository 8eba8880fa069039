// The one place that starts yargs. It parses; it prints nothing and ends nothing.

import yargs, { type Argv } from "yargs";
import type { Action, Command } from "./define-command.ts";
import { explainRefusal, type UsageMistake } from "./explain-refusal.ts";

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "version" }
  /** Nothing at all; the text is what could be asked for. */
  | { readonly kind: "empty"; readonly text: string }
  /** What cannot be followed. */
  | ({ readonly kind: "mistake" } & UsageMistake);

export interface ParserOptions {
  readonly commands: readonly Command[];
  /** Columns of the help. */
  readonly width: number;
}

const VERSION_ASKED = "the version was asked for";
const NO_COMMAND = "no command was given";

export function parseCommandLine(argv: readonly string[], options: ParserOptions): CommandLine {
  const chosen: Action[] = [];
  const lines: CommandLine[] = [];
  const parser = createParser(options, (action) => chosen.push(action));
  // The callback keeps yargs from printing and from ending the process.
  const [first, ...rest] = argv;
  const asked = first === "help" ? [...rest, "--help"] : [...argv];
  parser.parse(asked, {}, (error, _args, output) => {
    lines.push(error ? refuse(error, argv, output) : interpret(output, chosen[0]));
  });
  const [line] = lines;
  if (line === undefined) throw new Error("yargs calls back before it returns");
  return line;
}

/** yargs with all commands; each command line that it takes ends in one call of `choose`. */
export function createParser(
  { commands, width }: ParserOptions,
  choose: (action: Action) => void,
): Argv {
  const parser = bareParser()
    .scriptName("airgo")
    // A locale that no file has: whatever lies where a bundle would look for translations is not for airgo.
    .locale("airgo")
    .updateStrings({ "Positionals:": "Arguments:" })
    .parserConfiguration({ "dot-notation": false, "greedy-arrays": false })
    .usageConfiguration({ "hide-types": true })
    .strict()
    .usage("$0 <command>\n\nAirflow-like DAGs in TypeScript, run here and on Argo Workflows.")
    .help("help")
    .alias("help", "h")
    .version(VERSION_ASKED)
    // Whoever reads a help has found it.
    .hide("help")
    .hide("version")
    .epilogue('"$0 <command> --help" says more about a command, "$0 --version" what this is.')
    .demandCommand(1, NO_COMMAND)
    .wrap(width);
  for (const command of commands) command.register(parser, choose);
  return parser;
}

/** Where no package.json lies above, yargs throws and catches an error whose stack would be mapped for nobody. */
function bareParser(): Argv {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return yargs([]);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function interpret(output: string, action: Action | undefined): CommandLine {
  if (output === VERSION_ASKED) return { kind: "version" };
  if (output !== "" || action === undefined) return { kind: "help", text: output };
  return { kind: "action", action };
}

function refuse(error: Error, argv: readonly string[], output: string): CommandLine {
  if (error.name !== "YError") throw error;
  const { message } = error;
  const help = output.endsWith(message) ? output.slice(0, -message.length).trimEnd() : output;
  if (message === NO_COMMAND) return { kind: "empty", text: help };
  return { kind: "mistake", ...explainRefusal({ argv, message, help }) };
}

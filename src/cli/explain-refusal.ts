// yargs' few messages in airgo's words, with what was probably meant.

import { nearest } from "../core/did-you-mean.ts";
import { AirgoError } from "../core/errors.ts";

/** A command line that yargs refused. */
export interface RefusedLine {
  readonly argv: readonly string[];
  /** yargs' own words. */
  readonly message: string;
  /** The help of the command, as far as there is one: the one list of its options that yargs gives. */
  readonly help: string;
}

/** What a person is told of it. */
export interface UsageMistake {
  readonly error: AirgoError;
  /** How the command is called. */
  readonly usage: string;
}

export function explainRefusal(line: RefusedLine): UsageMistake {
  const [usage = "airgo"] = line.help.split("\n");
  const command = commandOf(usage);
  const { what, hint } = explain(line, command);
  const error = new AirgoError("usage", what, {
    hint: hint ?? `"${command} --help" says what it takes`,
  });
  return { error, usage: usage.endsWith("<command>") ? usage : `${usage} [options]` };
}

/** `airgo runs show` of `airgo runs show <ID>`. */
function commandOf(usage: string): string {
  return usage.replace(/ [[<].*$/, "");
}

interface Explanation {
  readonly what: string;
  readonly hint?: string | undefined;
}

const UNKNOWN = /^Unknown arguments?: (.*)$/s;
const NO_VALUE = /^Not enough arguments following: (.*)$/;
const CHOICES = /Argument: (\S+), Given: (.*), Choices: (.*)$/;
const EXCLUSIVE = /^Arguments (\S+) and (\S+) are mutually exclusive$/;
const TOO_FEW = /^Not enough non-option arguments/;

function explain({ message, argv, help }: RefusedLine, command: string): Explanation {
  const [, unknown] = UNKNOWN.exec(message) ?? [];
  if (unknown !== undefined) {
    const names = new Set(unknown.split(", "));
    const typed = argv.find((word) => names.has(optionName(word) ?? word)) ?? unknown;
    return typed.startsWith("-") ? unknownOption(typed, help) : unknownWord(typed, help, command);
  }
  const [, option] = NO_VALUE.exec(message) ?? [];
  if (option !== undefined) return { what: `option ${dashed(option)} needs a value` };
  const [, name = "", given, choices] = CHOICES.exec(message) ?? [];
  if (given !== undefined) {
    const shown = argv.some((word) => optionName(word) === name) ? dashed(name) : name;
    return { what: `${shown} cannot be ${given}`, hint: `it is one of ${choices}` };
  }
  const [, one, other] = EXCLUSIVE.exec(message) ?? [];
  if (one !== undefined) return { what: `--${one} and --${other} exclude each other` };
  if (TOO_FEW.test(message)) return { what: `"${command}" needs an argument` };
  return { what: message };
}

function unknownOption(typed: string, help: string): Explanation {
  const [shown = typed] = typed.split("=");
  const options = [...help.matchAll(/(?<=[\s,])--([a-z][\w-]*)/g)].map(([, name = ""]) => name);
  const near = nearest(shown.replace(/^-+/, ""), options);
  return {
    what: `there is no option ${shown}`,
    hint: near === undefined ? undefined : `did you mean "--${near}"?`,
  };
}

function unknownWord(typed: string, help: string, command: string): Explanation {
  const [, listed = ""] = /^Commands:\n((?: .*\n)*)/m.exec(help) ?? [];
  const line = new RegExp(`^ {2}${command} ([a-z]+)`, "gm");
  const commands = [...listed.matchAll(line)].map(([, name = ""]) => name);
  const near = nearest(typed, commands);
  return {
    what:
      commands.length > 0
        ? `there is no command "${typed}"`
        : `nothing can be done with "${typed}"`,
    hint: near === undefined ? undefined : `did you mean "${command} ${near}"?`,
  };
}

/** `real-delays` of `--real-delays=false`; undefined where the word is no option. */
function optionName(word: string): string | undefined {
  return /^--?(?:no-)?([^=]+)/.exec(word)?.[1];
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

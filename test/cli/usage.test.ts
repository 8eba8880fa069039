// What a command line is refused for, and what is said to have been meant.

import assert from "node:assert/strict";
import test from "node:test";
import { COMMANDS } from "../../src/cli/commands.ts";
import { type CommandLine, parseCommandLine } from "../../src/cli/parse-command-line.ts";

function parse(...argv: readonly string[]): CommandLine {
  return parseCommandLine(argv, { commands: COMMANDS, width: 80 });
}

const MISTAKES: readonly {
  readonly argv: readonly string[];
  readonly what: string;
  readonly hint: string;
  readonly usage: string;
}[] = [
  {
    argv: ["rnu"],
    what: 'there is no command "rnu"',
    hint: 'did you mean "airgo run"?',
    usage: "airgo <command>",
  },
  {
    argv: ["run", "--dga", "x"],
    what: "there is no option --dga",
    hint: 'did you mean "--dag"?',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["run", "--real-delay=true"],
    what: "there is no option --real-delay",
    hint: 'did you mean "--real-delays"?',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["list", "--frobnicate"],
    what: "there is no option --frobnicate",
    hint: '"airgo list --help" says what it takes',
    usage: "airgo list [DAG] [options]",
  },
  {
    argv: ["run", "--dag"],
    what: "option --dag needs a value",
    hint: '"airgo run --help" says what it takes',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["run", "--dag", "a", "--dag-id", "b"],
    what: "option --dag was given 2 times",
    hint: '"airgo run --help" says what it takes',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["run", "--date", ""],
    what: "option --date is empty",
    hint: '"airgo run --help" says what it takes',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["run", "--resume", "a", "--resume", "b"],
    what: "option --resume was given 2 times",
    hint: '"airgo run --help" says what it takes',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["run", "a", "b"],
    what: 'nothing can be done with "b"',
    hint: '"airgo run --help" says what it takes',
    usage: "airgo run [DAG] [options]",
  },
  {
    argv: ["runs", "shwo"],
    what: 'there is no command "shwo"',
    hint: 'did you mean "airgo runs show"?',
    usage: "airgo runs [options]",
  },
  {
    argv: ["completion", "fish"],
    what: 'SHELL cannot be "fish"',
    hint: 'it is one of "bash", "zsh"',
    usage: "airgo completion [SHELL] [options]",
  },
  {
    argv: ["render", "--stdout", "--check"],
    what: "--stdout and --check exclude each other",
    hint: '"airgo render --help" says what it takes',
    usage: "airgo render [DAG] [options]",
  },
];

for (const { argv, what, hint, usage } of MISTAKES) {
  test(`"airgo ${argv.join(" ")}" is refused: ${what}`, () => {
    const line = parse(...argv);
    assert.ok(line.kind === "mistake");
    assert.equal(line.error.code, "usage");
    assert.deepEqual([line.error.message, line.error.hint, line.usage], [what, hint, usage]);
  });
}

test("no command at all is answered with what there is", () => {
  const line = parse();
  assert.ok(line.kind === "empty");
  for (const { command } of COMMANDS) assert.ok(line.text.includes(`  airgo ${command} `), command);
});

test("--help, -h and --version are never mistakes, whatever stands beside them", () => {
  assert.equal(parse("--help").kind, "help");
  assert.equal(parse("run", "-h").kind, "help");
  assert.equal(parse("run", "--fail", "x", "--help").kind, "help");
  assert.equal(parse("--version").kind, "version");
});

test("every command and every one below it has a help with examples", () => {
  const names = COMMANDS.flatMap(({ command, commands }) => {
    const name = command.split(" ", 1).join("");
    return [[name], ...commands.map((inner) => [name, inner.command.split(" ", 1).join("")])];
  });
  for (const name of names) {
    const line = parse(...name, "--help");
    assert.ok(line.kind === "help", name.join(" "));
    assert.match(line.text, new RegExp(`\nExamples:\n +.*airgo ${name.join(" ")}`), name.join(" "));
  }
});

test("a command line that can be followed is an action", () => {
  assert.equal(parse("run", "demo", "--fail", "a:1", "--fail", "b", "--resume").kind, "action");
  assert.equal(parse("runs").kind, "action");
  assert.equal(parse("runs", "show", "some-id").kind, "action");
});

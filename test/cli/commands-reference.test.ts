// docs/commands.md is what the commands say of themselves. UPDATE_GOLDEN=1 writes it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { graphCommand } from "../../src/cli/commands/graph.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import type { Command } from "../../src/cli/define-command.ts";
import { parseCommandLine } from "../../src/cli/parse-command-line.ts";
import { buildCommand } from "../../src/npm/commands/build.ts";
import { initCommand } from "../../src/npm/commands/init.ts";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { readProject } from "../../src/project/read-project.ts";

const airgo = findAirgoPackage();
const FILE = path.join(airgo.root, "docs", "commands.md");
const WIDTH = 100;

/** All commands, as the npm package has them. */
const ALL: readonly Command[] = [
  initCommand({ root: airgo.root, version: airgo.version, openPrompt: undefined }),
  ...COMMANDS,
  graphCommand,
  buildCommand({ airgo, readProject: () => readProject(airgo.root) }),
];

const INTRODUCTION = `# Commands

This page is what \`airgo COMMAND --help\` prints; a test keeps it so.

Everywhere, \`--dag\` and \`--dag-id\` are one option, \`--task\` and \`--task-id\` too, and a DAG can be named without either.
\`--task\` alone is enough while only one DAG has that task. Times without an offset are on the clocks of the DAG's time zone.
\`node dist/airgo.js\` has the same commands, except for \`init\`, \`graph\` and \`build\`, which need the project.

| exit code | |
|---|---|
| 0 | done |
| 1 | a DAG or a task failed, or a check found something |
| 2 | wrong usage |
| 130 | interrupted |

stdout carries what was asked for, stderr the talk about it; \`--json\` prints one record a line. Colours are for terminals, unless
\`NO_COLOR\` or \`FORCE_COLOR\` decides otherwise.
`;

function helpOf(words: readonly string[]): string {
  const line = parseCommandLine([...words, "--help"], { commands: ALL, width: WIDTH });
  assert.ok(line.kind === "help");
  return line.text;
}

function section(words: readonly string[], { command, commands }: Command): string {
  const own = [...words, ...command.split(" ", 1)];
  const text = `\n## airgo ${own.join(" ")}\n\n\`\`\`text\n${helpOf(own)}\n\`\`\`\n`;
  return text + commands.map((inner) => section(own, inner)).join("");
}

test("docs/commands.md is what the commands' own help says", () => {
  const reference = INTRODUCTION + ALL.map((command) => section([], command)).join("");
  if (process.env.UPDATE_GOLDEN) writeFileSync(FILE, reference);
  assert.equal(readFileSync(FILE, "utf8"), reference);
});

// Commands of airgo on the pages: they parse as the command line itself parses them.

import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "./commands.ts";
import { blocksOf, readPages } from "./documents.ts";

/** The commands of a line of shell, as words; what a shell would do with variables is left as it is. */
function commandsIn(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const found = line.matchAll(/"([^"]*)"|'([^']*)'|(#.*)|(\||&&|;)|([^\s"'|;&#]+)/g);
  for (const [word, double, single, comment, end] of found) {
    if (comment !== undefined) break;
    if (end !== undefined) commands.push([]);
    else commands.at(-1)?.push(double ?? single ?? word);
  }
  return commands;
}

/** What airgo is given, where it is what the command runs. */
function argumentsOf(command: readonly string[]): readonly string[] | undefined {
  const at = command.findIndex((word) => /(?:^|\/)airgo(?:\.js)?$/.test(word));
  const isCalled =
    at >= 0 && command.slice(0, at).every((word) => /^(?:npx|node|\w+=.*)$/.test(word));
  return isCalled ? command.slice(at + 1) : undefined;
}

test("every call of airgo in a block of shell is one that airgo follows", () => {
  for (const { place, text } of blocksOf(({ language }) => language === "sh")) {
    for (const line of text.replaceAll("\\\n", " ").split("\n")) {
      for (const command of commandsIn(line)) {
        const argv = argumentsOf(command);
        if (argv === undefined || argv.length === 0) continue;
        const parsed = parse(argv);
        const said = parsed.kind === "mistake" ? parsed.error.message : "";
        assert.notEqual(parsed.kind, "mistake", `${place}: ${line}: ${said}`);
      }
    }
  }
});

test("every call of airgo in the prose names a command, and options that it has", () => {
  for (const { file, prose } of readPages()) {
    for (const [, code = ""] of prose.matchAll(/`(?:npx )?airgo ([^`]+)`/g)) {
      const [[command = "", ...rest] = []] = commandsIn(code);
      const parsed = parse([command, "--help"]);
      assert.ok(parsed.kind === "help", `${file}: \`airgo ${code}\``);
      for (const option of rest.filter((word) => word.startsWith("--"))) {
        assert.match(parsed.text, new RegExp(`${option}\\b`), `${file}: \`airgo ${code}\``);
      }
    }
  }
});

// Commands of airgo on the pages: they parse as the command line itself parses them.

import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "./commands.ts";
import { blocksOf, readPages } from "./documents.ts";

/** The words of a line, as a shell takes them apart; `|`, `&&` and `;` are words of their own. */
function words(line: string): readonly string[] {
  const found = line.matchAll(/"([^"]*)"|'([^']*)'|(#.*)|(\||&&|;)|([^\s"'|;&#]+)/g);
  return [...found].flatMap(([whole, double, single, comment]) =>
    comment === undefined ? [double ?? single ?? whole] : [],
  );
}

/** What airgo is given in a line of shell. */
function callsIn(line: string): readonly (readonly string[])[] {
  const calls: string[][] = [];
  let call: string[] | undefined;
  for (const [index, word] of words(line).entries()) {
    const before = words(line)[index - 1];
    if (["|", "&&", ";"].includes(word)) call = undefined;
    else if (call !== undefined) call.push(word);
    else if (/airgo(?:\.js)?$/.test(word) && !before?.startsWith("-")) calls.push((call = []));
  }
  return calls;
}

test("every call of airgo in a block of shell is one that airgo follows", () => {
  for (const { place, text } of blocksOf(({ language }) => language === "sh")) {
    for (const line of text.replaceAll("\\\n", " ").split("\n")) {
      for (const argv of callsIn(line)) {
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
      const [command = "", ...rest] = words(code);
      const parsed = parse([command, "--help"]);
      assert.ok(parsed.kind === "help", `${file}: \`airgo ${code}\``);
      for (const option of rest.filter((word) => word.startsWith("--"))) {
        assert.match(parsed.text, new RegExp(`${option}\\b`), `${file}: \`airgo ${code}\``);
      }
    }
  }
});

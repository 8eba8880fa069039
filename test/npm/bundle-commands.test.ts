import assert from "node:assert/strict";
import test from "node:test";
import { COMMANDS } from "../../src/cli/commands.ts";
import { isForBundle } from "../../src/npm/bundle-commands.ts";

// `completion` prints a script, for which no bundle has to be built.
const commands = COMMANDS.map(({ command }) => command.split(" ")[0] ?? "").filter(
  (name) => name !== "completion",
);

test("every command of the bundle goes straight to it", () => {
  for (const name of commands) assert.ok(isForBundle([name, "--json"]), name);
});

test("what the npm package does itself does not", () => {
  const others = [[], ["init"], ["build"], ["graph"], ["completion"], ["--help"], ["--version"]];
  for (const argv of others) assert.ok(!isForBundle(argv), argv.join(" "));
});

test("help takes no bundle", () => {
  for (const name of commands) assert.ok(!isForBundle([name, "--help"]), name);
});

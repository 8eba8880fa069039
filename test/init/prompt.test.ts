import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import test from "node:test";
import { Interrupted, openPrompt } from "../../src/npm/prompt.ts";

test("an answer is a line, and an empty one is what was offered", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { ask, close } = openPrompt({ input, output });
  input.write("  etl \n");
  assert.equal(await ask("Project name", "my-project"), "etl");
  input.write("\n");
  assert.equal(await ask("Image", "etl:latest"), "etl:latest");
  close();
  output.end();
  assert.equal(await text(output), "Project name (my-project): Image (etl:latest): ");
});

test("lines that are pasted answer one question after the other", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { ask, close } = openPrompt({ input, output });
  input.write("one\ntwo\n\n");
  const answers = [await ask("1", ""), await ask("2", ""), await ask("3", "three")];
  assert.deepEqual(answers, ["one", "two", "three"]);
  close();
});

test("the end of the input is no answer", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end();
  await assert.rejects(openPrompt({ input, output }).ask("Project name", "mine"), Interrupted);
});

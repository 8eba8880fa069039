import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import test from "node:test";
import { createAsk, Interrupted } from "../../src/npm/ask.ts";

test("an answer is a line, and an empty one is what was offered", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ask = createAsk({ input, output });
  input.write("  etl \n");
  assert.equal(await ask("Project name", "my-project"), "etl");
  input.write("\n");
  assert.equal(await ask("Image", "etl:latest"), "etl:latest");
  output.end();
  assert.equal(await text(output), "Project name (my-project): Image (etl:latest): ");
});

test("the end of the input is no answer", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end();
  await assert.rejects(createAsk({ input, output })("Project name", "my-project"), Interrupted);
});

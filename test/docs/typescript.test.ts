import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test, { after } from "node:test";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { collectDags } from "../../src/core/collect-dags.ts";
import { isAirgoError } from "../../src/core/errors.ts";
import { blocksOf, root } from "./documents.ts";
import { createFolder, runTests, typeCheck, writeModules } from "./typescript-modules.ts";

const { folder, remove } = createFolder();
after(remove);
const modules = writeModules(folder);

test("a block that shows a file shows lines that the file has", () => {
  for (const { place, marker, text } of blocksOf((block) => block.marker?.kind === "file")) {
    const file = readFileSync(path.join(root, marker?.text ?? ""), "utf8");
    assert.ok(`\n${file}`.includes(`\n${text}`), `${place} is not in ${marker?.text}`);
  }
});

test("the TypeScript of the pages compiles", () => {
  const places = new Map(modules.map(({ file, block }) => [path.basename(file), block.place]));
  const said = typeCheck(folder).replace(
    /^.*?([\w-]+\.ts)\(/gm,
    (line, name: string) => `${places.get(name) ?? line}(`,
  );
  assert.equal(said, "");
});

test("a DAG of the pages is built and runs as it is, and one that is said to be refused is", async () => {
  for (const { file, block, text } of modules) {
    if (text.includes('from "node:test"')) continue;
    const code = block.marker?.kind === "refused" ? block.marker.text : undefined;
    const exported: unknown = await import(file).catch((error: unknown) => error);
    if (exported instanceof Error) {
      assert.deepEqual(codesOf(exported), code === undefined ? exported : [code], block.place);
      continue;
    }
    const dags = collectDags(exported);
    if (code === undefined) for (const dag of dags) await runOnce(dag, block.place);
    else assert.deepEqual(dags.flatMap(refusals), [code], block.place);
  }
});

async function runOnce(dag: AnyDag, place: string): Promise<void> {
  const { phase } = await dag.execute({ executionDate: "2024-01-01" }).catch((error: unknown) => {
    throw new Error(`${place}: DAG "${dag.dagId}" failed`, { cause: error });
  });
  assert.equal(phase, "Succeeded", place);
}

function refusals(dag: AnyDag): readonly string[] {
  try {
    dag.spec();
    return [];
  } catch (error) {
    return codesOf(error);
  }
}

function codesOf(error: unknown): readonly string[] {
  return isAirgoError(error) ? error.problems.map(({ code }) => code) : [String(error)];
}

test("the tests that the pages show pass", () => {
  for (const { file, block, text } of modules) {
    if (!text.includes('from "node:test"')) continue;
    const { status, stdout } = runTests(folder, file);
    assert.equal(status, 0, `${block.place}:\n${stdout}`);
  }
});

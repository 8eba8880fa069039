import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test, { after } from "node:test";
import { runDag } from "airgo/testing";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { isAirgoError } from "../../src/core/errors.ts";
import { blocksOf, root } from "./documents.ts";
import {
  type BlockModule,
  createFolder,
  runTests,
  typeCheck,
  writeModules,
} from "./typescript-modules.ts";

const { folder, remove } = createFolder();
after(remove);
const modules = writeModules(folder);

test("a block that shows a file shows lines that the file has", () => {
  for (const { place, markers, text } of blocksOf((block) => block.markers.has("file"))) {
    const name = markers.get("file") ?? "";
    const file = readFileSync(path.join(root, name), "utf8");
    assert.ok(`\n${file}`.includes(`\n${text}`), `${place} is not in ${name}`);
  }
});

test("the TypeScript of the pages compiles", () => {
  assert.equal(typeCheck(folder, modules), "");
});

test("a DAG of the pages runs as it is, and one that is said to be refused is", async () => {
  for (const { file, block } of modules.filter((module) => !hasTests(module))) {
    const codes = block.markers.get("refused")?.split(" ");
    const exported: unknown = await import(file).catch((error: unknown) => error);
    if (codes !== undefined) assert.deepEqual(codesOf(exported), codes, block.place);
    else for (const dag of collectDags(exported)) await runOnce(dag, block.place);
  }
});

async function runOnce(dag: AnyDag, place: string): Promise<void> {
  const { phase, tasks } = await runDag(dag, { executionDate: "2024-01-01" });
  assert.equal(phase, "Succeeded", `${place}: ${JSON.stringify(tasks)}`);
}

/** The codes that a module, or what it threw, is refused with. */
function codesOf(exported: unknown): readonly string[] {
  if (isAirgoError(exported)) return exported.problems.map(({ code }) => code);
  return collectDags(exported).flatMap((dag) => {
    try {
      return dag.spec() && [];
    } catch (error) {
      return codesOf(error);
    }
  });
}

test("the tests that the pages show pass", () => {
  for (const { file, block } of modules.filter(hasTests)) {
    const { status, stdout } = runTests(folder, file);
    assert.equal(status, 0, `${block.place}:\n${stdout}`);
  }
});

function hasTests({ text }: BlockModule): boolean {
  return text.includes('from "node:test"');
}

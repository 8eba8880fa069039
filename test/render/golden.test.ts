import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { compileDag } from "../../src/render/compile-dag.ts";
import { toYaml } from "../../src/render/yaml.ts";
import { GOLDEN_FOLDER, goldenDags } from "./goldens.ts";
import { SETTINGS } from "./settings.ts";

const update = process.env.UPDATE_GOLDEN === "1";
const dags = await goldenDags();

for (const dag of dags) {
  test(`the DAG ${dag.dagId} renders to its golden manifests`, () => {
    const manifests = Object.values(compileDag(dag.spec(), SETTINGS));
    const text = toYaml(manifests.filter((manifest) => manifest !== undefined));
    const file = path.join(GOLDEN_FOLDER, `${dag.dagId}.yaml`);
    if (update) writeFileSync(file, text);
    assert.equal(text, readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
  });
}

test("every golden is of a DAG that there is", () => {
  const known = new Set(dags.map(({ dagId }) => `${dagId}.yaml`));
  assert.deepEqual(
    readdirSync(GOLDEN_FOLDER).filter((file) => !known.has(file)),
    [],
  );
});

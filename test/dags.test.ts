// The parent's simple test: the folder can be traversed, and everything in it is what it should be.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { BaseOperator, DAG } from "airgo";

const folder = path.join(import.meta.dirname, "..", "dags");
const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));

async function dagsIn(file: string): Promise<DAG[]> {
  const module: object = await import(pathToFileURL(path.join(folder, file)).href);
  return Object.values(module).filter((value): value is DAG => value instanceof DAG);
}

test("dags/ has examples", () => {
  assert.ok(files.length > 0);
});

for (const file of files) {
  test(`dags/${file} loads, its DAG builds and is named after the file, and every task is an operator`, async () => {
    const dags = await dagsIn(file);
    assert.deepEqual(
      dags.map(({ dagId }) => dagId),
      [path.basename(file, ".ts")],
    );
    for (const dag of dags) {
      const { tasks, location } = dag.spec();
      assert.equal(location?.file, path.join(folder, file));
      assert.ok(tasks.length > 1);
      assert.equal(tasks.length, dag.tasks.length);
      for (const task of dag.tasks) assert.ok(task instanceof BaseOperator, task.taskId);
    }
  });
}

test("a task whose package is only in another image leaves the others of its DAG alone", async () => {
  const [dag] = await dagsIn("multi-container.ts");
  const { tasks } = (await dag?.execute({ throwOnFailure: false })) ?? assert.fail();
  const phases = Object.values(tasks).map(({ phase }) => phase);
  assert.deepEqual(phases, ["Succeeded", "Failed", "Omitted"]);
  const [item] = tasks["measure-picture"]?.items ?? [];
  assert.match(item?.message ?? "", /Cannot find package 'sharp'/);
});

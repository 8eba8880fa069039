import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { Isolation } from "../../../runtime/local/isolated-runner.ts";
import { type LocalRunOptions, runLocally } from "../../../runtime/local/local-run.ts";
import type { RunEvent } from "../../../runtime/local/run-event.ts";
import type { AnyDag } from "../../../src/core/dag-builder.ts";
import { findAirgoPackage } from "../../../src/project/airgo-package.ts";
import { buildBundle } from "../../../src/project/build-bundle.ts";
import { readProject } from "../../../src/project/read-project.ts";
import { ADAPTED } from "../../conformance/adapter.ts";
import { observe } from "../../conformance/observe.ts";
import { dag } from "./fixtures/isolated-dag.ts";
import { id, only } from "./hand-made-dag.ts";

const root = await mkdtemp(path.join(os.tmpdir(), "airgo-isolate-"));
test.after(() => rm(root, { recursive: true }));
const isolate = await build();

/** A project of this file's DAGs, built as a user's is. */
async function build(): Promise<Isolation> {
  const airgo = { projectName: "isolate", image: "isolate:1", namespace: "argo" };
  await mkdir(path.join(root, "dags"));
  await mkdir(path.join(root, "tmp"));
  await writeFile(path.join(root, "package.json"), JSON.stringify({ type: "module", airgo }));
  const here = (file: string) => JSON.stringify(path.join(import.meta.dirname, file));
  await writeFile(
    path.join(root, "dags", "all.ts"),
    `import { ADAPTED } from ${here("../../conformance/adapter.ts")};
     export { dag } from ${here("fixtures/isolated-dag.ts")};
     export const adapted = ADAPTED.map(({ dag }) => dag);`,
  );
  const { file, broken } = await buildBundle(await readProject(root), findAirgoPackage());
  assert.deepEqual(broken, []);
  return {
    bundle: file,
    node: process.execPath,
    env: { PATH: process.env.PATH ?? "" },
    temporaryDirectory: path.join(root, "tmp"),
  };
}

async function run(of: AnyDag, options: Partial<LocalRunOptions> = {}) {
  const events: RunEvent[] = [];
  const report = (event: RunEvent) => void events.push(event);
  const { outcome } = await runLocally(of, { isolate, report, ...options });
  return { outcome, events };
}

// A process takes a tenth of a second: all cases are played where somebody asks for it, and these always.
const ALWAYS =
  /^(values-|outputs-of|retry-until|fan-out-one-item-retried|fan-out-then-fan-out$|branch-value|short-circuit-stops|rule-all-done-after-failure)/;
const played = ADAPTED.filter(({ recorded, style }) =>
  process.env.AIRGO_TEST_ISOLATE === "all"
    ? true
    : style === "classes" && ALWAYS.test(recorded.name),
);

for (const { recorded, style, dag } of played) {
  test(`in processes of their own, ${recorded.name}, as ${style}: ${recorded.says}`, async () => {
    const { outcome, events } = await run(dag);
    assert.deepEqual(observe(recorded, outcome, events), recorded.expect);
  });
}

test("an isolated task has the pod's environment, and nothing of this process's", async () => {
  process.env.AIRGO_TEST_SECRET = "mine";
  const options = {
    taskIds: ["environment"],
    executionDate: "2019-03-07",
    faults: ["environment:1"],
  };
  const { outcome, events } = await run(dag, options);
  delete process.env.AIRGO_TEST_SECRET;
  const [log] = only(events, "log");
  assert.deepEqual(log?.record.told, [outcome.runId, 2, "2019-03-07T00:00:00.000Z"]);
  const env = Object.entries(log?.record.env ?? {});
  assert.deepEqual(
    env.filter(([name]) => /^(BUCKET|TASK_ID|DAG_ID|AIRGO_TEST_SECRET|HOME)$/.test(name)).sort(),
    [
      ["BUCKET", "raw"],
      ["DAG_ID", "isolated"],
      ["TASK_ID", "environment"],
    ],
  );
});

test("an isolated task's log, what it prints and its progress are told", async () => {
  const { events } = await run(dag, { taskIds: ["print"] });
  const lines = only(events, "log").map(({ record }) => [record.level, record.msg, record.rows]);
  assert.deepEqual(lines, [
    [30, "logged", 3],
    [30, "printed", undefined],
    [30, "in two lines", undefined],
    [40, "hello", undefined],
  ]);
  assert.deepEqual(
    only(events, "task-progress").map(({ done, total }) => [done, total]),
    [[1, 2]],
  );
});

test("an isolated task that ends its process has failed with that exit code", async () => {
  const { outcome, events } = await run(dag, { taskIds: ["crash"] });
  assert.equal(outcome.phase, "Failed");
  assert.equal(only(events, "attempt-failed")[0]?.exitCode, 7);
});

test("isolated tasks share no module state", async () => {
  const { outcome } = await run(dag, { taskIds: ["told"], upstream: true });
  assert.equal(outcome.phase, "Succeeded");
});

test("an isolated task is asked to stop with SIGTERM, and its directory is removed", async () => {
  const stop = new AbortController();
  const events: RunEvent[] = [];
  const report = (event: RunEvent): void => {
    events.push(event);
    if (event.kind === "log") stop.abort();
  };
  const { outcome } = await runLocally(dag, {
    ...{ isolate, report, taskIds: ["linger"], signal: stop.signal },
  });
  assert.equal(outcome.stopped, "interrupted");
  assert.equal(only(events, "attempt-failed")[0]?.exitCode, 143);
  assert.match(outcome.tasks.get(id("linger"))?.message ?? "", /was asked to stop/);
  assert.deepEqual(await readdir(isolate.temporaryDirectory), []);
});

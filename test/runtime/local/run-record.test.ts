import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { type Context, DAG, type TaskFunction } from "airgo";
import { type LocalRunOptions, runLocally } from "../../../runtime/local/local-run.ts";
import {
  latestRun,
  listRuns,
  logPath,
  readRun,
  recordPath,
} from "../../../runtime/local/run-store.ts";

async function directory(t: TestContext): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), "airgo-runs-"));
  t.after(() => rm(made, { recursive: true }));
  return made;
}

/** A DAG that fails until it is mended, and counts how often each task runs. */
function unlucky() {
  const dag = new DAG("unlucky", { params: { size: 1 } });
  const ran: string[] = [];
  const state = { broken: true };
  const task = <Result>(
    name: string,
    body: (context: Context) => Result,
  ): TaskFunction<object, Result> =>
    dag.task<object, Result>(name, (_inputs, context) => {
      ran.push(name);
      return body(context);
    });
  const load = task("load", ({ logger }) => {
    logger.info("loading");
    return ["a", "b", "c"];
  })();
  const each = dag.task("each", ({ key }: { key: string }) => {
    ran.push(`each ${key}`);
    if (state.broken && key === "b") throw new Error("broken");
    return key.toUpperCase();
  });
  const keys = each.expand({ key: load });
  const join = dag.task("join", ({ keys }: { keys: string[] }) => {
    ran.push("join");
    return keys.join("");
  })({ keys });
  task("clean", () => undefined)().after(keys);
  dag
    .task("tell", () => void ran.push("tell"), { triggerRule: "all_done" })()
    .after(join);
  return { dag, ran, state };
}

const quiet = { report: () => undefined };

function run(dag: DAG, options: Partial<LocalRunOptions>) {
  return runLocally(dag, { ...quiet, ...options });
}

test("a run is kept with its phases, texts and times, and the logs of its tasks", async (t) => {
  const recordDirectory = await directory(t);
  const { dag } = unlucky();
  const { outcome } = await run(dag, { recordDirectory, executionDate: "2019-03-07" });
  const record = await readRun(recordDirectory, outcome.runId);
  assert.deepEqual(
    [record.dagId, record.phase, record.executionDate, record.params],
    ["unlucky", "Failed", "2019-03-07T00:00:00.000Z", { size: 1 }],
  );
  const { load, each, join } = record.tasks;
  assert.equal(load?.outputs?.return_value, String.raw`["\"a\"","\"b\"","\"c\""]`);
  assert.deepEqual(
    each?.items?.map(({ phase }) => phase),
    ["Succeeded", "Failed", "Succeeded"],
  );
  assert.deepEqual([join?.phase, join?.omittedBy], ["Omitted", ["each"]]);
  const log = await readFile(logPath(recordDirectory, outcome.runId, "load"), "utf8");
  assert.match(log, /INFO {2}load: loading\n$/);
});

test("a failed run is resumed: what succeeded is kept, item by item, and a clean-up is run again", async (t) => {
  const recordDirectory = await directory(t);
  const { dag, ran, state } = unlucky();
  await run(dag, { recordDirectory, params: { size: 2 } });
  assert.deepEqual(ran, ["load", "each a", "each b", "each c", "tell"]);
  ran.length = 0;
  state.broken = false;
  const resume = await latestRun(recordDirectory, "unlucky");
  const { outcome } = await run(dag, { recordDirectory, resume });
  assert.deepEqual(ran.sort(), ["clean", "each b", "join", "tell"]);
  assert.equal(outcome.phase, "Succeeded");
  const [record, ...others] = await listRuns(recordDirectory);
  assert.deepEqual([others.length, record?.runId, record?.phase], [0, resume.runId, "Succeeded"]);
  assert.deepEqual(record?.params, { size: 2 });
  assert.equal(record?.tasks.join?.outputs?.return_value, undefined, "nothing takes it");
  assert.match(record?.tasks.join?.inputs?.keys ?? "", /json:\\"A\\".*json:\\"B\\".*json:\\"C\\"/);
});

test("one task is run with what its upstreams put out in an earlier run", async (t) => {
  const recordDirectory = await directory(t);
  const { dag, ran, state } = unlucky();
  state.broken = false;
  const options = { recordDirectory, executionDate: "2019-03-07", params: { size: 3 } };
  const { outcome } = await run(dag, options);
  ran.length = 0;
  const fromRun = await readRun(recordDirectory, outcome.runId);
  const again = await run(dag, { taskIds: ["join"], fromRun });
  assert.deepEqual(ran, ["join"]);
  assert.deepEqual(again.outcome.executionDate, outcome.executionDate);
  assert.notEqual(again.outcome.runId, outcome.runId);
});

test("a run of another DAG, and one that there is not, are refused", async (t) => {
  const recordDirectory = await directory(t);
  const { dag } = unlucky();
  const { outcome } = await run(dag, { recordDirectory });
  const other = new DAG("other");
  other.task("only", () => 1)();
  const resume = await readRun(recordDirectory, outcome.runId);
  await assert.rejects(run(other, { resume }), { code: "run-not-found", message: /DAG "unlucky"/ });
  for (const runId of ["none", "../x", "."]) {
    await assert.rejects(readRun(recordDirectory, runId), { code: "run-not-found" });
  }
  await assert.rejects(latestRun(recordDirectory, "other"), { code: "run-not-found" });
});

test("runs are listed with the latest first, without what lies beside them", async (t) => {
  const recordDirectory = await directory(t);
  assert.deepEqual(await listRuns(path.join(recordDirectory, "none")), []);
  const { dag } = unlucky();
  const first = await run(dag, { recordDirectory });
  await new Promise((done) => setTimeout(done, 5));
  const second = await run(dag, { recordDirectory });
  await writeFile(path.join(recordDirectory, "notes.txt"), "mine");
  await writeFile(recordPath(recordDirectory, first.outcome.runId), '{"version":1');
  const runs = await listRuns(recordDirectory);
  assert.deepEqual(
    runs.map(({ runId }) => runId),
    [second.outcome.runId],
  );
});

/** Waits until the record of the only run holds so many items. */
async function untilRecorded(recordDirectory: string, items: number): Promise<void> {
  for (;;) {
    const [run] = await listRuns(recordDirectory);
    if (run?.tasks.each?.items?.length === items) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

test("a run that is killed leaves a record from which it is resumed", async (t) => {
  const recordDirectory = await directory(t);
  const file = path.join(import.meta.dirname, "fixtures", "killed-run.ts");
  const child = spawn(process.execPath, ["--import", "tsx", file, recordDirectory]);
  await untilRecorded(recordDirectory, 2);
  child.kill("SIGKILL");
  const { killedDag } = await import("./fixtures/killed-dag.ts");
  const { dag, ran } = killedDag({ hangs: false });
  const resume = await latestRun(recordDirectory);
  assert.equal(resume.phase, "Running");
  const { outcome } = await run(dag, { resume });
  assert.equal(outcome.phase, "Succeeded");
  assert.deepEqual(ran, ["each 2"]);
});

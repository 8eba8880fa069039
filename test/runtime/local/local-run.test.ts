import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import test from "node:test";
import {
  artifactProperty,
  BaseOperator,
  type Context,
  chain,
  DAG,
  type DagOptions,
  FailTask,
} from "airgo";
import type { AttemptRequest } from "../../../runtime/local/attempt-runner.ts";
import { captureConsole } from "../../../runtime/local/attempt-scope.ts";
import { type LocalRunOptions, runLocally } from "../../../runtime/local/local-run.ts";
import type { RunEvent } from "../../../runtime/local/run-event.ts";
import { dag as handMade, id, only, play, task } from "./hand-made-dag.ts";

async function run(dag: DAG, options: Partial<LocalRunOptions> = {}) {
  const events: RunEvent[] = [];
  const { outcome } = await runLocally(dag, { report: (event) => events.push(event), ...options });
  return { outcome, events };
}

/** A DAG of one task that keeps its context. */
function spy(part: DagOptions = {}) {
  const dag = new DAG("spy", part);
  const contexts: Context[] = [];
  dag.task(
    "look",
    (_inputs: Record<never, never>, context: Context) => void contexts.push(context),
  )();
  return { dag, contexts };
}

test("dag.execute() resolves to the phases and the decoded outputs of a run that succeeds", async () => {
  const dag = new DAG("values");
  const list = dag.task("list", () => ["a", "b"])();
  const sizes = dag
    .task("size", ({ key }: { key: string }) => ({ key, size: 1 }))
    .expand({ key: list });
  dag.task("join", ({ sizes }: { sizes: { size: number }[] }) => sizes.length)({ sizes });
  const { phase, dagId, tasks } = await dag.execute();
  assert.deepEqual([phase, dagId], ["Succeeded", "values"]);
  assert.deepEqual(tasks.list?.outputs, { return_value: ["a", "b"] });
  assert.deepEqual(tasks.size?.outputs, {
    return_value: [
      { key: "a", size: 1 },
      { key: "b", size: 1 },
    ],
  });
  assert.deepEqual(
    tasks.size?.items?.map(({ item }) => item),
    ["a", "b"],
  );
  assert.equal(tasks.join?.attempts, 1);
});

test("dag.execute() rejects when the run fails, naming the task and why, unless it is told not to", async () => {
  const dag = new DAG("failing");
  const load = dag.task("load", () => {
    throw new FailTask("no such table");
  })();
  dag
    .task("report", () => 1)()
    .after(load);
  await assert.rejects(dag.execute(), {
    code: "task-failed",
    message: /DAG "failing" ended as Failed: task "load": FailTask: no such table/,
  });
  const { phase, tasks } = await dag.execute({ throwOnFailure: false });
  assert.deepEqual([phase, tasks.report?.phase], ["Failed", "Omitted"]);
});

test("task.executeAll() runs the task and all that is above it, and nothing else", async () => {
  const dag = new DAG("part");
  const [a, b, c, beside] = ["a", "b", "c", "beside"].map((name) => dag.task(name, () => name)());
  assert.ok(a && b && c && beside);
  chain(a, b, c);
  const { tasks } = await b.executeAll();
  assert.deepEqual(Object.keys(tasks), ["a", "b"]);
});

test("a task is told its date, its run, its try and its parameters", async () => {
  const { dag, contexts } = spy({
    timezone: "America/New_York",
    params: { table: "orders", limit: 5 },
    defaultArgs: { parameters: { BUCKET: "raw" }, retries: 1 },
  });
  await run(dag, { executionDate: "2019-03-07", params: { limit: 9 }, faults: ["look:1"] });
  const [context] = contexts;
  assert.ok(context);
  assert.equal(context.executionDate.toISOString(), "2019-03-07T05:00:00.000Z");
  assert.deepEqual(context.logicalDate, context.executionDate);
  assert.deepEqual([context.dagId, context.taskId, context.mapIndex], ["spy", "look", -1]);
  assert.equal(context.tryNumber, 2);
  assert.deepEqual(context.params, { table: "orders", limit: 9 });
  assert.deepEqual(context.parameters, { BUCKET: "raw" });
  assert.match(context.runId, /^spy-\d{8}t\d{6}-[0-9a-f]{4}$/);
});

test("tasks share no memory through values, parameters or dates", async () => {
  const dag = new DAG("shared", { params: { tags: ["a"] } });
  const first = dag.task("first", (_: Record<never, never>, context: Context) => {
    const { tags } = context.params as { tags: string[] }; // as the DAG's params say
    tags.push("changed");
    context.executionDate.setFullYear(1999);
    return tags;
  })();
  const seen: unknown[] = [];
  dag.task("second", ({ tags }: { tags: string[] }, context: Context) => {
    tags.push("mine");
    seen.push(context.params, context.executionDate.getFullYear());
  })({ tags: first });
  const { outcome } = await run(dag, { executionDate: "2019-03-07" });
  assert.equal(outcome.phase, "Succeeded");
  assert.deepEqual(seen, [{ tags: ["a"] }, 2019]);
});

test("a value that cannot cross fails its task, with the words that a pod would have", async () => {
  const dag = new DAG("crossing");
  const made = dag.task("make", () => ({ when: () => 1 }))();
  dag.task("take", ({ made }: { made: unknown }) => made)({ made });
  const { outcome } = await run(dag);
  assert.match(
    outcome.tasks.get(id("make"))?.message ?? "",
    /unserializable-value.*\$\.when is a function/s,
  );
});

test("a failing attempt logs its stack", async () => {
  const dag = new DAG("stack");
  dag.task("break", () => {
    throw new Error("broken pipe");
  })();
  const { events } = await run(dag);
  const [log] = only(events, "log");
  assert.match(String(log?.record.msg), /Error: broken pipe\n {4}at .*local-run\.test\.ts/s);
  assert.equal(log?.record.level, 50);
});

// In a process of its own: a test runner takes unhandled rejections for its own failures.
test("an unhandled rejection fails the attempt that made it, not the others and not the process", () => {
  const file = path.join(import.meta.dirname, "fixtures", "unhandled-rejection.ts");
  const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", file], {
    encoding: "utf8",
  });
  assert.deepEqual(JSON.parse(stdout), {
    lose: { phase: "Failed", message: "Error: nobody waits" },
    beside: { phase: "Succeeded" },
  });
  assert.equal(status, 0);
});

test("what tasks print with console becomes lines of their logs", async () => {
  const dag = new DAG("prints");
  dag.task("print", async () => {
    await null;
    console.log("rows: %d", 3);
    console.error("careful");
  })();
  const release = captureConsole(console);
  try {
    const { events } = await run(dag);
    const lines = only(events, "log").map(({ taskId, record }) => [
      taskId,
      record.level,
      record.msg,
    ]);
    assert.deepEqual(lines, [
      ["print", 30, "rows: 3"],
      ["print", 50, "careful"],
    ]);
  } finally {
    release();
  }
});

test("progress is told, and what Argo would not take is warned of", async () => {
  const dag = new DAG("progress");
  dag.task("count", (_: Record<never, never>, { progress }: Context) => {
    progress(1, 2);
    progress(3, 2);
  })();
  const { events } = await run(dag);
  assert.deepEqual(
    only(events, "task-progress").map(({ done, total }) => [done, total]),
    [[1, 2]],
  );
  assert.match(String(only(events, "log")[0]?.record.msg), /progress\(3, 2\) is ignored/);
});

test("an attempt that takes longer than its executionTimeout is aborted, and retried", async () => {
  const dag = new DAG("slow");
  const reasons: unknown[] = [];
  dag.task(
    "wait",
    (_: Record<never, never>, { signal, tryNumber }: Context) =>
      new Promise<void>((resolve, reject) => {
        if (tryNumber === 2) resolve();
        signal.addEventListener("abort", () => reject(signal.reason));
        signal.addEventListener("abort", () => reasons.push(signal.reason));
      }),
    { retries: 1, executionTimeout: 1 },
  )();
  const { outcome, events } = await run(dag);
  assert.equal(outcome.tasks.get(id("wait"))?.attempts, 2);
  assert.match(only(events, "attempt-failed")[0]?.message ?? "", /executionTimeout of 1 s/);
  assert.equal(reasons.length, 1);
});

test("a signal aborts what runs, starts no more, and waits for what is ending", async () => {
  const dag = new DAG("stopped", { defaultArgs: { retries: 3 } });
  const stop = new AbortController();
  let ended = false;
  const long = dag.task("long", async (_: Record<never, never>, { signal }: Context) => {
    await new Promise((done) => signal.addEventListener("abort", done));
    await new Promise((done) => setTimeout(done, 10));
    ended = true;
  })();
  const quick = dag.task("quick", () => void setTimeout(() => stop.abort(), 5))();
  dag
    .task("below", () => 1)()
    .after(long, quick);
  const { outcome, events } = await run(dag, { signal: stop.signal });
  assert.ok(ended);
  assert.deepEqual([outcome.phase, outcome.stopped], ["Failed", "interrupted"]);
  assert.deepEqual([...outcome.tasks.keys()].sort(), ["long", "quick"]);
  assert.equal(outcome.tasks.get(id("long"))?.attempts, 1);
  assert.match(outcome.tasks.get(id("long"))?.message ?? "", /the run was interrupted/);
  assert.equal(only(events, "run-stopping")[0]?.reason, "interrupted");
});

test("a signal ends a task that waits for its next attempt, and a fan-out in its middle", async () => {
  const dag = new DAG("waiting");
  const stop = new AbortController();
  dag.task(
    "again",
    () => {
      throw new Error("not yet");
    },
    { retries: 3, retryDelay: "1h" },
  )();
  const list = dag.task("list", () => [0, 1, 2, 3])();
  dag
    .task("each", ({ item }: { item: number }) => {
      if (item === 1) stop.abort();
    })
    .expand({ item: list });
  const options = { signal: stop.signal, realDelays: true, concurrency: 1 };
  const { outcome } = await run(dag, options);
  const again = outcome.tasks.get(id("again"));
  assert.deepEqual([again?.phase, again?.attempts], ["Failed", 1]);
  const each = outcome.tasks.get(id("each"));
  assert.deepEqual([each?.phase, each?.items?.map(({ item }) => item)], ["Failed", ["0", "1"]]);
});

test("a run that was interrupted before it began runs nothing", async () => {
  const { dag, contexts } = spy();
  const { outcome } = await run(dag, { signal: AbortSignal.abort() });
  assert.deepEqual([outcome.phase, outcome.tasks.size, contexts.length], ["Failed", 0, 0]);
});

test("dagrunTimeout stops a run, and counts the delays that pass in virtual time", async () => {
  const late = handMade([task("wait")], { dagrunTimeout: 0.02 });
  const untilAborted = ({ signal }: AttemptRequest) =>
    new Promise<number>((done) => signal.addEventListener("abort", () => done(143)));
  assert.equal((await play(late, { wait: untilAborted })).outcome.stopped, "dagrun-timeout");
  const virtual = new DAG("later", { dagrunTimeout: "2h" });
  virtual.task("again", () => Promise.reject(new Error("no")), { retries: 9, retryDelay: "50m" })();
  const { outcome } = await run(virtual);
  assert.equal(outcome.stopped, "dagrun-timeout");
  assert.equal(outcome.tasks.get(id("again"))?.attempts, 3);
});

test("a task is run alone, but not without the values that it takes", async () => {
  class Puts extends BaseOperator {
    execute() {}
    @artifactProperty()
    get rows(): number[] {
      return [1];
    }
  }
  class Takes extends BaseOperator<{ rows: number[] }> {
    execute() {}
  }
  const dag = new DAG("alone");
  const puts = new Puts({ taskId: "puts", dag });
  const takes = new Takes({ taskId: "takes", dag, rows: puts.output("rows") });
  const last = dag
    .task("last", () => 1)()
    .after(takes);
  assert.equal((await run(dag, { taskIds: [last.taskId] })).outcome.tasks.size, 1);
  await assert.rejects(run(dag, { taskIds: ["takes"] }), {
    code: "missing-input",
    message: /task "takes" of DAG "alone" takes "rows" of "puts", which is not run/,
    hint: /--upstream/,
  });
});

test("a task id, a fault or a date that there is not is refused before anything runs", async () => {
  const { dag, contexts } = spy();
  await assert.rejects(run(dag, { taskIds: ["lok"] }), { code: "unknown-task", hint: /"look"/ });
  await assert.rejects(run(dag, { faults: ["lok:1"] }), { code: "unknown-task" });
  await assert.rejects(run(dag, { faults: ["look:0"] }), { code: "usage" });
  await assert.rejects(run(dag, { executionDate: "someday" }), { code: "invalid-date" });
  assert.equal(contexts.length, 0);
});

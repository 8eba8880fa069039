// How a run is told, on a terminal and elsewhere. The runs are real.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DAG, ShortCircuitFunctionOperator } from "airgo";
import { runLocally } from "../../runtime/local/local-run.ts";
import type { RunEvent, RunEventBody } from "../../runtime/local/run-event.ts";
import { PLAIN } from "../../src/cli/paint.ts";
import { createReporter } from "../../src/cli/reporter/create-reporter.ts";
import { livePanel } from "../../src/cli/reporter/live-panel.ts";
import { reminder } from "../../src/cli/reporter/plain-reporter.ts";
import { RunView } from "../../src/cli/reporter/run-view.ts";
import { steady } from "./project.ts";
import { Pipe, Terminal } from "./terminal.ts";

async function tellRun(
  dag: DAG<object>,
  { stdout, stderr }: { readonly stdout: Terminal | Pipe; readonly stderr: Terminal | Pipe },
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const world = { stdout, stderr, env, cwd: "/", now: () => new Date() };
  const options = { spec: dag.spec(), json: false, isKept: false };
  const reporter = createReporter(world, options);
  await runLocally(dag, { report: reporter.report, executionDate: "2024-05-06" });
  reporter.close();
}

/** The text, once it holds `part`. */
async function seen(text: () => string, part: string): Promise<string> {
  while (!text().includes(part)) await sleep(10);
  return text();
}

test("on a terminal the panel shows what runs, and leaves nothing behind but the lines", async () => {
  const terminal = new Terminal(80);
  const dag = new DAG("slow");
  let during = "";
  const nap = dag.task("nap", async (_: Record<never, never>, { logger }) => {
    logger.info("sleeping");
    during = await seen(() => terminal.text, "done");
  });
  const after = dag.task("after", async () => 1);
  after().after(nap());
  await tellRun(dag, { stdout: terminal, stderr: terminal });
  assert.deepEqual(steady(during), [
    "slow  2 tasks, execution date 2024-05-06 00:00 UTC (+00:00)",
    "",
    "  nap   │ sleeping",
    "",
    "● nap     TIME",
    "0/2 done  TIME",
  ]);
  assert.deepEqual(steady(terminal.text), [
    "slow  2 tasks, execution date 2024-05-06 00:00 UTC (+00:00)",
    "",
    "  nap   │ sleeping",
    "✓ nap     TIME",
    "✓ after   TIME",
    "",
    "✓ slow succeeded after TIME: 2 succeeded",
    "  run slow-ID",
  ]);
});

test("the panel goes to the terminal when the lines go into a pipe", async () => {
  const stdout = new Pipe();
  const stderr = new Terminal(80);
  const dag = new DAG("piped");
  dag.task("nap", () => seen(() => stderr.text, "done"))();
  await tellRun(dag, { stdout, stderr });
  assert.match(stdout.text, /✓ nap {3}/);
  assert.ok(stderr.height > 0);
  assert.equal(stderr.text, "");
});

test("of many tasks on a terminal only the numbers tell that they succeeded", async () => {
  const terminal = new Terminal(80);
  const dag = new DAG("many");
  for (let n = 0; n < 60; n++) {
    dag.task(`task-${n}`, async () => {
      if (n === 7) throw new Error("seven");
    })();
  }
  await tellRun(dag, { stdout: terminal, stderr: terminal });
  assert.doesNotMatch(terminal.text, /✓ task-/);
  assert.match(terminal.text, /✗ task-7 +Error: seven/);
  assert.match(terminal.text, /✗ many failed after .*: 59 succeeded, 1 failed/);
});

test("CI and dumb terminals get lines without a panel", async () => {
  for (const env of [{ CI: "true" }, { TERM: "dumb" }]) {
    const stderr = new Terminal(80);
    const dag = new DAG("plain");
    dag.task("nap", async () => sleep(150))();
    await tellRun(dag, { stdout: new Pipe(), stderr }, env);
    assert.equal(stderr.height, 0);
  }
});

test("a summary says which short circuit, which empty list and which failure kept tasks from running", async () => {
  const stdout = new Pipe();
  const dag = new DAG("reasons");
  const stop = new ShortCircuitFunctionOperator({ taskId: "stop", dag, callable: () => true });
  const each = dag.task("each", async ({ n }: { n: number }) => n);
  const empty = dag.task("empty", async (): Promise<number[]> => []);
  const task = dag.task("task", async () => 1);
  const broken = dag.task("broken", async () => {
    throw new Error("first line\nsecond line");
  });
  stop.before(task({}, { id: "below-1" }), task({}, { id: "below-2" }));
  each.expand({ n: empty() });
  task({}, { id: "below-broken" }).after(broken());
  await tellRun(dag, { stdout, stderr: new Pipe() });
  const [, summary = ""] = stdout.text.split(/\n\n(?=✗ broken failed)/);
  assert.match(summary, /^✗ broken failed\n {4}Error: first line\n/);
  assert.match(summary, /↷ skipped below-1, below-2: short circuit "stop" stopped it\n/);
  assert.match(summary, /↷ skipped each: the list of "empty" is empty\n/);
  assert.match(summary, /⊘ omitted below-broken: "broken" failed\n/);
});

const START = new Date("2024-05-06T00:00:00Z");

function viewAfter(events: readonly RunEventBody[]): RunView {
  const view = new RunView();
  for (const event of events) view.take({ ...event, at: START } satisfies RunEvent);
  return view;
}

function runStarted(taskIds: readonly string[]): RunEventBody {
  return { kind: "run-started", runId: "r", dagId: "d", executionDate: START, taskIds };
}

function attemptStarted(taskId: string, mapIndex = -1): RunEventBody {
  return { kind: "attempt-started", taskId, mapIndex, tryNumber: 1 };
}

const LATER = new Date(START.getTime() + 75_000);

test("the panel has a bar for tasks that say how far they are, and no line wraps", () => {
  const ids = Array.from({ length: 12 }, (_, n) => `task-${n}`);
  const view = viewAfter([
    runStarted(ids),
    attemptStarted("task-0"),
    { kind: "task-progress", taskId: "task-0", mapIndex: -1, tryNumber: 1, done: 1, total: 4 },
    { kind: "task-started", taskId: "task-1", items: 8 },
    attemptStarted("task-1", 0),
    { kind: "task-started", taskId: "task-2" },
  ]);
  const options = { now: LATER, idWidth: 7, paint: PLAIN };
  assert.deepEqual(livePanel(view, { ...options, width: 80 }), [
    "",
    "● task-0    1m 15s  ━━━━────────────  1/4",
    "● task-1    1m 15s  ────────────────  0/8",
    "────────────────────────  0/12  1m 15s",
  ]);
  for (const line of livePanel(view, { ...options, width: 24 })) assert.ok(line.length < 24, line);
});

test("the panel names eight running tasks and counts the others", () => {
  const ids = Array.from({ length: 11 }, (_, n) => `task-${n}`);
  const view = viewAfter([runStarted(ids), ...ids.map((id) => attemptStarted(id))]);
  const lines = livePanel(view, { now: LATER, width: 80, idWidth: 7, paint: PLAIN });
  assert.equal(lines.length, 1 + 8 + 1 + 1);
  assert.equal(lines.at(-2), "  and 3 more running");
});

test("in a pipe a task that runs for long is named with its time", () => {
  const view = viewAfter([runStarted(["a", "b"]), attemptStarted("a")]);
  assert.equal(reminder([...view.running], LATER), "● still running: a (1m 15s)\n");
  assert.equal(reminder([...view.running], START), "");
});

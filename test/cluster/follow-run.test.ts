// The recording is of a real controller, v4.0.7: three looks at one run, the names changed.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import test from "node:test";
import { gzipSync } from "node:zlib";
import type { RunEvent } from "../../runtime/local/run-event.ts";
import { SYSTEM_CLOCK } from "../../src/cluster/clock.ts";
import { followRun } from "../../src/cluster/follow-run.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { RunFollower } from "../../src/cluster/run-follower.ts";
import { viewClusterRun } from "../../src/cluster/view-cluster-run.ts";
import { DAG, ShortCircuitFunctionOperator } from "../../src/index.ts";
import recording from "../fixtures/cluster-run.json" with { type: "json" };
import { FakeCluster } from "./fake-cluster.ts";

const NAME = "shop-mixed-x7k2p";

/** The DAG that was recorded: one item fails for good, one task fails once, one list is empty, one branch is cut off. */
function recordedSpec() {
  const dag = new DAG("mixed", { scheduleInterval: "@daily", startDate: "2024-01-01" });
  const list = dag.task("list", async (): Promise<string[]> => ["a", "bb", "ccc"]);
  const size = dag.task("size", async ({ key }: { key: string }) => key.length, { retries: 1 });
  const total = dag.task("total", async ({ sizes }: { sizes: number[] }) => sizes.length);
  const flaky = dag.task("flaky", async () => 1, { retries: 2, retryDelay: 1 });
  const none = dag.task("none", async (): Promise<string[]> => []);
  const nothing = dag.task("nothing", async ({ key }: { key: string }) => key);
  total({ sizes: size.expand({ key: list() }) });
  flaky();
  nothing.expand({ key: none() });
  const stop = new ShortCircuitFunctionOperator({ taskId: "stop", dag, callable: () => true });
  dag
    .task("below", async () => 1)()
    .after(stop);
  return dag.spec();
}

const spec = recordedSpec();

function follow(looks: readonly unknown[]): string[] {
  const told: string[] = [];
  const tell = (event: RunEvent) => void told.push(describe(event));
  const follower = new RunFollower(spec, tell, () => new Date());
  for (const workflow of looks) follower.see(viewClusterRun(spec, workflow));
  return told;
}

function describe(event: RunEvent): string {
  const where = "taskId" in event ? ` ${event.taskId}` : "";
  const item = "mapIndex" in event && event.mapIndex >= 0 ? `[${event.mapIndex}]` : "";
  const attempt = "tryNumber" in event ? ` try ${event.tryNumber}` : "";
  const outcome = "outcome" in event ? ` ${event.outcome.phase}` : "";
  const message = "message" in event ? `: ${event.message}` : "";
  const retry = "retryIn" in event ? `, again in ${event.retryIn}` : "";
  const cause = "cause" in event ? ` by ${event.cause.by} of ${event.cause.taskId}` : "";
  return `${event.kind}${where}${item}${attempt}${outcome}${message}${retry}${cause}`;
}

const TOLD = [
  "run-started",
  "task-started list",
  "attempt-started list try 1",
  "task-started flaky",
  "attempt-started flaky try 1",
  "task-started none",
  "attempt-started none try 1",
  "task-started stop",
  "attempt-started stop try 1",
  "task-finished stop Succeeded",
  "task-finished list Succeeded",
  "attempt-failed flaky try 1: Error: not today, again in 1",
  "task-finished none Succeeded",
  "task-skipped nothing Skipped by empty-list of none",
  "task-skipped below Skipped by short-circuit of stop",
  "attempt-started flaky try 2",
  "task-started size",
  "attempt-started size[0] try 1",
  "attempt-started size[1] try 1",
  "attempt-started size[2] try 1",
  "attempt-failed size[1] try 1: FailTask: bb is too long",
  "task-finished flaky Succeeded",
  "item-finished size[0] Succeeded",
  "item-finished size[1] Failed",
  "item-finished size[2] Succeeded",
  "task-finished size Failed",
  "task-omitted total Omitted",
  "run-finished Failed",
];

test("a run in the cluster is told as a local one is, each thing once and in its order", () => {
  assert.deepEqual(follow(recording), TOLD);
  const everyLookTwice = recording.flatMap((look) => [look, look]);
  assert.deepEqual(follow(everyLookTwice), TOLD);
});

test("whoever looks only once is told the same, in the order in which it happened", () => {
  const told = follow(recording.slice(-1));
  assert.deepEqual(told.toSorted(), TOLD.toSorted());
  assert.equal(told.at(0), "run-started");
  assert.equal(told.at(-1), "run-finished Failed");
});

test("its outcome has the values that crossed, the items, the tries and the reasons", () => {
  const { outcome } = viewClusterRun(spec, recording.at(-1));
  assert.ok(outcome);
  const tasks = Object.fromEntries(outcome.tasks);
  assert.equal(tasks.list?.outputs.get("return_value"), '["\\"a\\"","\\"bb\\"","\\"ccc\\""]');
  assert.deepEqual(
    tasks.size?.items?.map(({ item, phase, attempts, message }) => [
      item,
      phase,
      attempts,
      message,
    ]),
    [
      ['"a"', "Succeeded", 1, undefined],
      ['"bb"', "Failed", 1, "FailTask: bb is too long"],
      ['"ccc"', "Succeeded", 1, undefined],
    ],
  );
  assert.equal(tasks.size?.outputs.get("return_value"), '["json:1","json:3"]');
  assert.equal(tasks.flaky?.attempts, 2);
  assert.deepEqual(tasks.total?.omittedBy, ["size"]);
  assert.equal(outcome.executionDate.toISOString(), "2026-11-23T09:34:18.000Z");
});

test("nodes that the controller has packed are read too", () => {
  const last = recording.at(-1);
  assert.ok(last);
  const { nodes, ...status } = last.status;
  const compressedNodes = gzipSync(JSON.stringify(nodes)).toString("base64");
  const told = follow([{ ...last, status: { ...status, compressedNodes } }]);
  assert.equal(told.length, TOLD.length);
});

test("a pod that cannot start says why, once", () => {
  const pod = (message: string) => ({
    metadata: { name: "r", creationTimestamp: "2024-01-01T00:00:00Z" },
    status: {
      phase: "Running",
      nodes: {
        "r-1": { displayName: "list", type: "Pod", phase: "Pending", boundaryID: "r", message },
      },
    },
  });
  const why = "ImagePullBackOff: no such image";
  assert.deepEqual(follow([pod(why), pod(why)]), ["run-started", "log list try 1"]);
});

test("followed to its end through kubectl, with the lines of its pods before the result", async (t) => {
  const fake = new FakeCluster(t);
  const fakes = { createdAt: 0, pendingMs: 0, runningMs: 0, end: "Failed" };
  const stored = { ...recording.at(-1), fake: fakes };
  writeFileSync(fake.path("workflows", `${NAME}.json`), JSON.stringify(stored));
  // The controller names pods <run>-<template>-<number of the node>.
  const pod = `${NAME}-run-17ca23adfc-1247302350`;
  const line = JSON.stringify({ level: 40, msg: "three keys", dag: "mixed" });
  writeFileSync(fake.path("logs", `${pod}.log`), `${line}\nplain text\n`);
  const events: RunEvent[] = [];
  const { outcome } = await followRun(
    NAME,
    await openCluster({ namespace: "argo", env: fake.env }),
    {
      spec,
      clock: SYSTEM_CLOCK,
      report: (event) => events.push(event),
      signal: new AbortController().signal,
      logs: true,
    },
  );
  assert.equal(outcome.phase, "Failed");
  const logs = events.flatMap((event) => (event.kind === "log" ? [event] : []));
  assert.deepEqual(
    logs.map(({ taskId, record }) => [taskId, record.level, record.msg]),
    [
      ["list", 40, "three keys"],
      ["list", 30, "plain text"],
    ],
  );
  assert.equal(events.at(-1)?.kind, "run-finished");
});

test("a run that is deleted while it is followed is told", async (t) => {
  const fake = new FakeCluster(t);
  const cluster = await openCluster({ namespace: "argo", env: fake.env });
  const signal = new AbortController().signal;
  const options = { spec, clock: SYSTEM_CLOCK, report: () => {}, signal, logs: false };
  await assert.rejects(followRun("gone", cluster, options), /run gone was deleted/);
});

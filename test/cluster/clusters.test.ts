// Both programs give the same answers.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Cluster, VIAS } from "../../src/cluster/cluster.ts";
import { compileBackfillRun, compileManualRun } from "../../src/cluster/compile-run.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { backfillSelector, UNFINISHED } from "../../src/cluster/run-labels.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";
import { FakeCluster } from "./fake-cluster.ts";

const plan = planBackfill(exampleSpec(), {
  settings: SETTINGS,
  now: new Date("2024-01-01T03:00:00Z"),
});
const workflows = plan.runs.map((run) => compileBackfillRun(plan, run));
const names = plan.runs.map(({ name }) => name);

async function namesOf(cluster: Cluster, requirement: string): Promise<string[]> {
  const runs = await cluster.list([...backfillSelector(plan), requirement]);
  return runs.map(({ name }) => name);
}

for (const via of VIAS) {
  const open = (fake: FakeCluster) => openCluster({ namespace: "argo", env: fake.env, via });

  test(`${via}: a name is created once, and what exists does not keep the others from being created`, async (t) => {
    const cluster = await open(new FakeCluster(t));
    assert.deepEqual(await cluster.create(workflows.slice(1, 3)), {
      created: names.slice(1, 3),
      existed: [],
    });
    const { created, existed } = await cluster.create(workflows);
    assert.deepEqual(created, [names[0], names[3]]);
    assert.deepEqual(existed, names.slice(1, 3));
  });

  test(`${via}: a run is listed by its labels, with what it stands for and how it ended`, async (t) => {
    const fake = new FakeCluster(t);
    fake.set({ runningMs: 0, failing: names.slice(0, 1) });
    const cluster = await open(fake);
    await cluster.create(workflows.slice(0, 2));
    fake.set({ runningMs: 60_000 });
    await cluster.create(workflows.slice(2, 3));
    assert.deepEqual(await namesOf(cluster, UNFINISHED), names.slice(2, 3));
    assert.deepEqual(await namesOf(cluster, "airgo/tick in (1704067200,1704074400)"), [
      names[0],
      names[2],
    ]);
    assert.deepEqual(await namesOf(cluster, "airgo/project=other"), []);
    const [failed, succeeded] = await cluster.list(backfillSelector(plan));
    assert.deepEqual([failed?.phase, succeeded?.phase], ["Failed", "Succeeded"]);
    assert.equal(succeeded?.scheduledTime, "2024-01-01T01:00:00Z");
    assert.equal(succeeded?.creationTimestampOverride, "2024-01-01T01:00:00Z");
    assert.equal(succeeded?.labels["airgo/tick"], "1704070800");
    assert.match(succeeded?.finishedAt ?? "", /^\d{4}-.*Z$/);
  });

  test(`${via}: a run that the controller has not seen has no phase and counts as unfinished`, async (t) => {
    const fake = new FakeCluster(t);
    fake.set({ pendingMs: 60_000 });
    const cluster = await open(fake);
    await cluster.create(workflows.slice(0, 1));
    const [run] = await cluster.list([UNFINISHED]);
    assert.equal(run?.phase, undefined);
  });

  test(`${via}: only the very run that was seen is deleted`, async (t) => {
    const fake = new FakeCluster(t);
    const cluster = await open(fake);
    await cluster.create(workflows.slice(0, 1));
    const [run] = await cluster.list([]);
    assert.ok(run);
    assert.equal(await cluster.delete({ ...run, uid: "another" }), false);
    assert.equal((await cluster.list([])).length, 1);
    assert.equal(await cluster.delete(run), true);
    assert.equal(await cluster.delete(run), false);
  });

  test(`${via}: what is not there is undefined`, async (t) => {
    const fake = new FakeCluster(t);
    fake.deployTemplate("shop-etl", { "airgo/structure-hash": "1" });
    const cluster = await open(fake);
    assert.equal(await cluster.read("nothing"), undefined);
    assert.equal(await cluster.readTemplate("nothing"), undefined);
    assert.notEqual(await cluster.readTemplate("shop-etl"), undefined);
  });

  test(`${via}: a run by hand gets a name, and the lines of a pod come as they are`, async (t) => {
    const fake = new FakeCluster(t);
    const cluster = await open(fake);
    const { created } = await cluster.create([
      compileManualRun({ ...plan, executionDate: undefined, params: undefined }),
    ]);
    assert.match(created[0] ?? "", /^shop-etl-\w{5}$/);
    writeFileSync(fake.path("logs", "pod-1.log"), "one\npod-1: two\n");
    const lines: string[] = [];
    const { signal } = new AbortController();
    for await (const line of cluster.logs({ workflow: created[0] ?? "", pod: "pod-1", signal })) {
      lines.push(line);
    }
    assert.deepEqual(lines, ["one", "pod-1: two"]);
  });
}

test("kubectl: where the server goes away between two runs, not one of them counts as there", async (t) => {
  const fake = new FakeCluster(t);
  const cluster = await openCluster({ namespace: "argo", env: fake.env });
  await cluster.create(workflows.slice(0, 1));
  fake.set({ refusedAfter: 2 });
  await assert.rejects(cluster.create(workflows.slice(0, 3)), /the cluster cannot be reached/);
  const there = (await cluster.list([])).map(({ name }) => name);
  assert.deepEqual(there, names.slice(0, 2));
});

test("nothing that is given to a program passes through a shell", async (t) => {
  const fake = new FakeCluster(t);
  const cluster = await openCluster({ namespace: "$(touch gone); `id`", env: fake.env });
  await cluster.list(["a=b"]);
  await delay(0);
  const [call] = fake.history("call");
  assert.ok(call?.argv.includes("$(touch gone); `id`"));
});

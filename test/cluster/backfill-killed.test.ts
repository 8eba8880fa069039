// W9: a long backfill that is killed again and again.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ClusterProject } from "./cluster-project.ts";
import { FakeCluster } from "./fake-cluster.ts";

// 1,000 hours.
const BACKFILL = [
  ...["backfill", "--dag", "etl", "--end-date", "2024-02-11T15:00:00Z", "--max-active", "10"],
  ...["--yes", "--poll-interval", "0.05"],
];

test("of 1,000 dates with 10 at a time none is lost and none doubled, killed at three random moments", async (t) => {
  const cluster = new FakeCluster(t);
  cluster.deployTemplate("shop-etl");
  cluster.set({ runningMs: 100, createMs: 2 });
  const project = await ClusterProject.build();
  t.after(() => project.remove());
  const airgo = project.on(cluster);
  for (const part of [0.1, 0.4, 0.7]) {
    const backfill = airgo(...BACKFILL);
    const created = () => cluster.history("created").length;
    const enough = Math.floor(1000 * (part + Math.random() * 0.2));
    while (backfill.isRunning() && created() < enough) await delay(20);
    // Somewhere within a step: while it lists, while it creates, or between.
    await delay(Math.random() * 200);
    backfill.kill("SIGKILL");
    assert.equal((await backfill.ended).code, null);
  }
  const { code, stdout, stderr } = await airgo(...BACKFILL).ended;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /etl 1000 of 1000 runs succeeded/);
  const created = cluster.history("created").map(({ name }) => name);
  assert.equal(created.length, 1000);
  assert.equal(new Set(created).size, 1000);
  assert.deepEqual(created, created.toSorted(), "in the order of their dates");
  assert.equal(cluster.mostActive(), 10);
});

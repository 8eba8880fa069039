// W9: a long backfill that is killed again and again.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { FakeCluster } from "./fake-cluster.ts";

const PROGRAM = path.join(import.meta.dirname, "backfill-program.ts");

function startBackfill(cluster: FakeCluster, dates: number, bound: number) {
  const args = ["--import", "tsx", PROGRAM, String(dates), String(bound)];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...cluster.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout }));
  });
  return { ended, kill: () => child.kill("SIGKILL") };
}

async function waitForRuns(cluster: FakeCluster, count: number): Promise<void> {
  while (cluster.history("created").length < count) await delay(20);
}

test("of 1,000 dates with 10 at a time none is lost and none doubled, killed at three random moments", async (t) => {
  const cluster = new FakeCluster(t);
  cluster.set({ runningMs: 120, createMs: 2 });
  for (const part of [0.1, 0.4, 0.7]) {
    const backfill = startBackfill(cluster, 1000, 10);
    await waitForRuns(cluster, Math.floor(1000 * (part + Math.random() * 0.2)));
    // Somewhere within a step: while it lists, while it creates, or between.
    await delay(Math.random() * 200);
    backfill.kill();
    await backfill.ended;
  }
  const { code, stdout } = await startBackfill(cluster, 1000, 10).ended;
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), { missing: 0, active: 0, succeeded: 1000, failed: 0, lost: 0 });
  const created = cluster.history("created").map(({ name }) => name);
  assert.equal(created.length, 1000);
  assert.equal(new Set(created).size, 1000);
  assert.ok(cluster.mostActive() <= 10, `${cluster.mostActive()} were active at a time`);
});

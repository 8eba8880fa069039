// W9: a backfill that is killed half way and started again, against the tests' own kubectl, whose runs take 0.1 s. What is
// measured is airgo's way to create and to watch them; that none is lost and none doubled is asserted.

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ClusterProject, type RunningCommand } from "../test/cluster/cluster-project.ts";
import { FakeCluster } from "../test/cluster/fake-cluster.ts";
import { measure } from "./workload.ts";

const MAX_ACTIVE = 50;
const START = Date.parse("2024-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;

/** `dates` hourly runs. */
async function backfill(project: ClusterProject, dates: number): Promise<void> {
  const cleanups: (() => void)[] = [];
  const cluster = new FakeCluster({ after: (cleanup) => void cleanups.push(cleanup) });
  try {
    cluster.deployTemplate("shop-etl");
    cluster.set({ runningMs: 100 });
    const airgo = () => project.on(cluster)(...argumentsFor(dates));
    await killHalfWay(airgo(), cluster, dates);
    const { code, stderr } = await airgo().ended;
    assert.equal(code, 0, stderr);
    checkRuns(cluster, dates);
  } finally {
    for (const cleanup of cleanups) cleanup();
  }
}

function argumentsFor(dates: number): readonly string[] {
  const end = new Date(START + (dates - 1) * HOUR_MS).toISOString();
  const bounds = ["--end-date", end, "--max-active", `${MAX_ACTIVE}`, "--poll-interval", "0.05"];
  return ["backfill", "--dag", "etl", ...bounds, "--yes"];
}

async function killHalfWay(
  first: RunningCommand,
  cluster: FakeCluster,
  dates: number,
): Promise<void> {
  while (first.isRunning() && cluster.history("created").length < dates / 2) await delay(20);
  first.kill("SIGKILL");
  assert.equal((await first.ended).code, null, "it was killed before its end");
}

function checkRuns(cluster: FakeCluster, dates: number): void {
  const created = cluster.history("created").map(({ name }) => name);
  assert.equal(created.length, dates, "none is doubled");
  assert.equal(new Set(created).size, dates, "none is lost");
  assert.ok(cluster.mostActive() <= MAX_ACTIVE, `${cluster.mostActive()} were active at a time`);
}

async function main(): Promise<void> {
  const project = await ClusterProject.build();
  try {
    await measure({
      workload: "W9",
      what: `a backfill of 1,000 dates, ${MAX_ACTIVE} at a time, killed half way and resumed`,
      unit: "dates",
      sizes: [250, 500, 1_000],
      goal: "none lost, none doubled",
      rounds: 3,
      run: (dates) => backfill(project, dates),
    });
  } finally {
    project.remove();
  }
}

void main();

// A backfill that is killed and given again: no date lost, none doubled, never more at a time than asked for.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { ClusterRun } from "../../src/cluster/cluster.ts";
import { isFinished } from "../../src/cluster/cluster.ts";
import { LABELS } from "../../src/cluster/run-labels.ts";
import type { Board } from "./board.ts";
import { deploy } from "./rendered-dags.ts";
import { dateIn } from "./runs.ts";
import type { Stage } from "./stage.ts";

const TICKS = 10;
const MAX_ACTIVE = 2;
const KILLED_AFTER = 4;
const ARGUMENTS = [
  ...["backfill", "--dag-id", "daily", "--start-date", "2024-03-26", "--end-date", "2024-04-06"],
  ...["--max-active", String(MAX_ACTIVE), "--poll-interval", "1", "--yes", "--json"],
];

export async function checkBackfill(stage: Stage, board: Board): Promise<void> {
  const name = `${TICKS} ticks, ${MAX_ACTIVE} at a time, killed once and given again`;
  await board.checks("backfill")(name, async () => {
    await deploy(stage, ["daily"]);
    await killedBackfill(stage);
    const left = await backfillRuns(stage);
    if (left.length >= TICKS)
      throw new Error("it was killed too late to be told from one that ended");
    await stage.airgo.call(ARGUMENTS);
    const runs = await backfillRuns(stage);
    await refuseWrongRuns(stage, runs);
    await stage.airgo.call(ARGUMENTS);
    const again = await backfillRuns(stage);
    if (again.length !== TICKS) throw new Error(`the third time made ${again.length - TICKS} more`);
    return `${left.length} runs before SIGKILL, ${runs.length} after the second time`;
  });
}

/** Ends when the backfill has created some runs and was killed. */
async function killedBackfill({ project, target, signal }: Stage): Promise<void> {
  const child = spawn(process.execPath, [project.bundle, ...ARGUMENTS], {
    env: { ...target.env },
    stdio: ["ignore", "pipe", "ignore"],
    signal,
  });
  child.on("error", () => {});
  let created = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"run-created"')) created += 1;
    if (created === KILLED_AFTER) child.kill("SIGKILL");
  }
  signal.throwIfAborted();
  if (created < KILLED_AFTER) throw new Error(`the backfill ended after ${created} runs`);
}

function backfillRuns({ cluster, project }: Stage): Promise<readonly ClusterRun[]> {
  return cluster.list([`${LABELS.project}=${project.name}`, `${LABELS.runType}=backfill`]);
}

async function refuseWrongRuns(stage: Stage, runs: readonly ClusterRun[]): Promise<void> {
  const ticks = new Set(runs.map(({ labels }) => labels[LABELS.tick]));
  if (runs.length !== TICKS || ticks.size !== TICKS) {
    throw new Error(`${runs.length} runs stand for ${ticks.size} ticks`);
  }
  for (const { name, labels } of runs) {
    const date = dateIn(await stage.cluster.read(name));
    if (Date.parse(date) / 1000 !== Number(labels[LABELS.tick])) {
      throw new Error(`run ${name} saw ${date}`);
    }
  }
  const most = mostActive(runs);
  if (most > MAX_ACTIVE) throw new Error(`${most} runs were active at a time`);
}

/** Times are whole seconds: a run that ends in the second in which another begins was not beside it. */
function mostActive(runs: readonly ClusterRun[]): number {
  if (!runs.every(isFinished)) throw new Error("some runs have not ended");
  const spans = runs.map(({ createdAt, finishedAt = "" }) => [createdAt, finishedAt] as const);
  const counts = spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length);
  return Math.max(...counts);
}

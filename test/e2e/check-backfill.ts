// Backfills: no date lost, none doubled, never more at a time than asked for.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type ClusterRun, isFinished } from "../../src/cluster/cluster.ts";
import { LABELS } from "../../src/cluster/run-labels.ts";
import { parseNodes } from "../../src/cluster/workflow-nodes.ts";
import type { Board } from "./board.ts";
import { deploy } from "./rendered-dags.ts";
import { dateIn } from "./runs.ts";
import { type Stage, until } from "./stage.ts";

/** A range of dates, and how many of them are ticks. */
interface Range {
  readonly first: string;
  readonly last: string;
  readonly ticks: number;
}

/** From when to when a run was active. */
type Span = readonly [from: string, to: string];

// On 31 March there is no 2:30 in Berlin.
const WATCHED: Range = { first: "2024-03-26", last: "2024-04-06", ticks: 10 };
const DETACHED: Range = { first: "2024-05-01", last: "2024-05-05", ticks: 4 };
const MAX_ACTIVE = 2;
const KILLED_AFTER = 4;

export async function checkBackfill(stage: Stage, board: Board): Promise<void> {
  const check = board.checks("backfill");
  await check("ten dates, two at a time, killed once and given again", () => watched(stage));
  await check("four dates, handed to the cluster with --detach", () => detached(stage));
}

async function watched(stage: Stage): Promise<string> {
  await deploy(stage, ["daily"]);
  await killedBackfill(stage);
  const left = await runsOf(stage, WATCHED);
  if (left.length >= WATCHED.ticks) throw new Error("it ended before it was killed");
  await stage.airgo.call(argumentsFor(WATCHED));
  const runs = await runsOf(stage, WATCHED);
  await refuseWrongRuns(stage, runs, WATCHED);
  if (!runs.every(isFinished)) throw new Error("some runs have not ended");
  refuseOverlaps(runs.map(({ createdAt, finishedAt = "" }) => [createdAt, finishedAt]));
  await stage.airgo.call(argumentsFor(WATCHED));
  const again = await runsOf(stage, WATCHED);
  if (again.length !== runs.length) throw new Error("the third time made more runs");
  return `${left.length} runs before SIGKILL, ${runs.length} after the second time`;
}

async function detached(stage: Stage): Promise<string> {
  await deploy(stage, ["daily"]);
  await stage.airgo.call([...argumentsFor(DETACHED), "--detach"]);
  const runs = await until(stage, "end of all runs", {
    seconds: 240,
    ask: async () => {
      const all = await runsOf(stage, DETACHED);
      return all.length === DETACHED.ticks && all.every(isFinished) ? all : undefined;
    },
  });
  await refuseWrongRuns(stage, runs, DETACHED);
  // They are created at once, and begin when it is their turn.
  const workflows = await Promise.all(runs.map(({ name }) => stage.cluster.read(name)));
  refuseOverlaps(workflows.map(spanOf));
  return `${runs.length} runs`;
}

function argumentsFor({ first, last }: Range): readonly string[] {
  const dates = ["--start-date", first, "--end-date", last];
  const how = ["--max-active", String(MAX_ACTIVE), "--poll-interval", "1", "--yes", "--json"];
  return ["backfill", "--dag-id", "daily", ...dates, ...how];
}

/** Ends when the backfill has created some runs and was killed. */
async function killedBackfill({ project, target, signal }: Stage): Promise<void> {
  const child = spawn(process.execPath, [project.bundle, ...argumentsFor(WATCHED)], {
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

async function runsOf({ cluster, project }: Stage, { first, last }: Range): Promise<ClusterRun[]> {
  const labels = [`${LABELS.project}=${project.name}`, `${LABELS.runType}=backfill`];
  const runs = await cluster.list(labels);
  return runs.filter((run) => {
    const date = new Date(tickOf(run) * 1000).toISOString();
    return first <= date && date <= last;
  });
}

function tickOf({ labels }: ClusterRun): number {
  return Number(labels[LABELS.tick]);
}

async function refuseWrongRuns(
  { cluster }: Stage,
  runs: readonly ClusterRun[],
  { ticks }: Range,
): Promise<void> {
  const different = new Set(runs.map(tickOf));
  if (runs.length !== ticks || different.size !== ticks) {
    throw new Error(`${runs.length} runs stand for ${different.size} dates of ${ticks}`);
  }
  for (const run of runs) {
    const date = dateIn(await cluster.read(run.name));
    if (Date.parse(date) / 1000 !== tickOf(run)) throw new Error(`run ${run.name} saw ${date}`);
  }
}

/** Times are whole seconds: a run that ends in the second in which another begins was not beside it. */
function refuseOverlaps(spans: readonly Span[]): void {
  const counts = spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length);
  const most = Math.max(...counts);
  if (most > MAX_ACTIVE) throw new Error(`${most} runs were active at a time`);
}

function spanOf(workflow: unknown): Span {
  const nodes = [...parseNodes(workflow).values()];
  const times = nodes.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]);
  const texts = times.flatMap((time) => time?.toISOString() ?? []).sort();
  return [texts.at(0) ?? "", texts.at(-1) ?? ""];
}

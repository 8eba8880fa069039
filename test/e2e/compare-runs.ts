// Runs many DAGs in the cluster, some at a time, and compares each run when it has ended.

import { setTimeout as delay } from "node:timers/promises";
import { LABELS, UNFINISHED } from "../../src/cluster/run-labels.ts";
import type { Board, Subject } from "./board.ts";
import { type Comparison, compare, comparisonsOf, EXECUTION_DATE } from "./comparisons.ts";
import { deploy } from "./rendered-dags.ts";
import { startRun } from "./runs.ts";
import type { Stage } from "./stage.ts";

/** One run in the cluster. */
interface ActiveRun {
  readonly comparison: Comparison;
  readonly since: number;
}

interface Comparing {
  readonly stage: Stage;
  readonly board: Board;
  readonly waiting: Comparison[];
  /** By the run's name. */
  readonly active: Map<string, ActiveRun>;
}

const LONGEST_RUN_MS = 240_000;

export async function compareRuns(stage: Stage, board: Board): Promise<void> {
  const waiting = comparisonsOf(stage).filter((comparison) => board.wants(comparison));
  if (waiting.length === 0) return;
  const dagIds = waiting.map(({ dag }) => dag.dagId);
  await deploy(stage, dagIds);
  const comparing: Comparing = { stage, board, waiting, active: new Map() };
  while (waiting.length + comparing.active.size > 0 && !stage.signal.aborted) {
    for (const name of await endedRuns(comparing)) await settle(name, comparing);
    await startSome(comparing);
    await delay(1500);
  }
  await giveUp(comparing);
}

async function startSome({ stage, waiting, active }: Comparing): Promise<void> {
  for (const comparison of waiting.splice(0, stage.options.maxActive - active.size)) {
    const { dagId } = comparison.dag;
    const name = await startRun(stage, { dagId, executionDate: EXECUTION_DATE });
    active.set(name, { comparison, since: Date.now() });
  }
}

/** The board says of each why. */
async function giveUp({ board, waiting, active }: Comparing): Promise<void> {
  const left = [...active.values()].map(({ comparison }) => comparison);
  for (const comparison of [...left, ...waiting]) {
    await board.check(toSubject(comparison), async () => "");
  }
}

/** Of the active runs, those that have ended or take too long. */
async function endedRuns({ stage, active }: Comparing): Promise<string[]> {
  const { cluster, project } = stage;
  if (active.size === 0) return [];
  const unfinished = await cluster.list([`${LABELS.project}=${project.name}`, UNFINISHED]);
  const names = new Set(unfinished.map(({ name }) => name));
  const tooLate = Date.now() - LONGEST_RUN_MS;
  return [...active]
    .filter(([name, { since }]) => !names.has(name) || since < tooLate)
    .map(([name]) => name);
}

async function settle(name: string, { stage, board, active }: Comparing): Promise<void> {
  const run = active.get(name);
  if (run === undefined) return;
  active.delete(name);
  const since = () => Math.round((Date.now() - run.since) / 1000);
  await board.check(toSubject(run.comparison), async () => {
    await compare(run.comparison, await stage.cluster.read(name));
    return `run of ${since()} s`;
  });
}

function toSubject({ kind, group, name }: Comparison): Subject {
  return { kind, group, name };
}

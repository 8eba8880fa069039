// A run as it is kept on disk: `run.json`, written again as the run goes on.

import type { Phase, RunPhase } from "../../src/core/phases.ts";
import type { SkipCause, StopReason } from "./run-event.ts";
import type { ItemOutcome, TaskOutcome, Texts } from "./run-outcome.ts";

type TextRecord = Readonly<Record<string, string>>;

export interface PodRecord {
  readonly attempts: number;
  readonly outputs?: TextRecord;
  readonly message?: string;
  /** RFC 3339. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface ItemRecord extends PodRecord {
  readonly phase: RunPhase;
  readonly mapIndex: number;
  readonly item: string;
}

export interface RecordedTask extends PodRecord {
  /** Running: a fan-out whose run was killed before all its items had ended. */
  readonly phase: Phase | "Running";
  readonly inputs?: TextRecord;
  readonly items?: readonly ItemRecord[];
  readonly skippedBy?: SkipCause;
  readonly omittedBy?: readonly string[];
}

export interface RunRecord {
  readonly version: 1;
  readonly runId: string;
  readonly dagId: string;
  /** Running: it still runs, or was killed. */
  readonly phase: RunPhase | "Running";
  /** RFC 3339. */
  readonly executionDate: string;
  /** The run's own parameters over the DAG's. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly stopped?: StopReason;
  /** The tasks of the run. */
  readonly taskIds: readonly string[];
  /** Those that have ended, by task. */
  readonly tasks: Readonly<Record<string, RecordedTask>>;
}

export function outcomeJson(outcome: TaskOutcome | ItemOutcome): RecordedTask | ItemRecord {
  return "item" in outcome ? itemRecord(outcome) : taskRecord(outcome);
}

export function taskRecord(outcome: TaskOutcome): RecordedTask {
  const { phase, items, inputs, skippedBy, omittedBy } = outcome;
  return {
    phase,
    ...podRecord(outcome),
    ...(inputs.size === 0 ? {} : { inputs: Object.fromEntries(inputs) }),
    ...(items === undefined ? {} : { items: items.map(itemRecord) }),
    ...(skippedBy === undefined ? {} : { skippedBy }),
    ...(omittedBy === undefined ? {} : { omittedBy }),
  };
}

export function itemRecord(outcome: ItemOutcome): ItemRecord {
  const { phase, mapIndex, item } = outcome;
  return { phase, mapIndex, item, ...podRecord(outcome) };
}

interface Ended {
  readonly attempts: number;
  readonly outputs: Texts;
  readonly message?: string;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

function podRecord({ attempts, outputs, message, startedAt, finishedAt }: Ended): PodRecord {
  return {
    attempts,
    ...(outputs.size === 0 ? {} : { outputs: Object.fromEntries(outputs) }),
    ...(message === undefined ? {} : { message }),
    ...(startedAt === undefined ? {} : { startedAt: startedAt.toISOString() }),
    ...(finishedAt === undefined ? {} : { finishedAt: finishedAt.toISOString() }),
  };
}

// How a run ended, in the texts that crossed between its tasks: what the controller would keep in a Workflow's status.

import type { TaskId } from "../../src/core/names.ts";
import type { Phase, RunPhase } from "../../src/core/phases.ts";
import type { SkipCause, StopReason } from "./run-event.ts";

/** Texts by parameter. */
export type Texts = ReadonlyMap<string, string>;

export const NO_TEXTS: Texts = new Map();

/** How the attempts of one pod ended. */
export interface PodOutcome {
  readonly phase: RunPhase;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly outputs: Texts;
  readonly message?: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** One item of a fan-out. */
export interface ItemOutcome extends PodOutcome {
  /** Its place in the list, from 0. */
  readonly mapIndex: number;
  readonly item: string;
}

export interface TaskOutcome {
  readonly taskId: TaskId;
  readonly phase: Phase;
  /** Of a fan-out: of all its items. */
  readonly attempts: number;
  /** Only of a mapped task, in the list's order: those that ended. */
  readonly items?: readonly ItemOutcome[];
  /** Of a fan-out: what the controller gathers from its items. */
  readonly outputs: Texts;
  /** What arrived. */
  readonly inputs: Texts;
  readonly message?: string;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  /** Only where the phase is Skipped. */
  readonly skippedBy?: SkipCause;
  /** Only where the phase is Omitted: the tasks whose failure is the reason. */
  readonly omittedBy?: readonly TaskId[];
}

export interface RunOutcome {
  readonly runId: string;
  readonly dagId: string;
  readonly phase: RunPhase;
  readonly executionDate: Date;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Set where the run was stopped before its end. */
  readonly stopped?: StopReason;
  /** The tasks that ended; those that a stopped run never reached are missing. */
  readonly tasks: ReadonlyMap<TaskId, TaskOutcome>;
}

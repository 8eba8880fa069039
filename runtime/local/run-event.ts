// What happens in a local run, as data. Reporters own the words; the executor prints nothing.

import type { RunPhase } from "../../src/core/phases.ts";
import type { LogRecord } from "../logger/create-logger.ts";
import type { ItemOutcome, RunOutcome, TaskOutcome } from "./run-outcome.ts";

/** What made a task Skipped. */
export type SkipCause =
  /** A short circuit above said stop. */
  | { readonly by: "short-circuit"; readonly taskId: string }
  /** A branch or a gate above did not choose the way that leads here. */
  | { readonly by: "branch"; readonly taskId: string }
  /** The trigger rule of this task, or of the task above that it names, found nothing to do. */
  | { readonly by: "trigger-rule"; readonly taskId: string; readonly rule: string }
  /** The list to fan out over, put out by this task, is empty. */
  | { readonly by: "empty-list"; readonly taskId: string };

/** One attempt: of a task, or of one item of a fan-out. */
export interface AttemptId {
  readonly taskId: string;
  /** The item's place in a fan-out, from 0; -1 where the task is not mapped. */
  readonly mapIndex: number;
  /** From 1. */
  readonly tryNumber: number;
}

export type RunEventBody =
  | {
      readonly kind: "run-started";
      readonly runId: string;
      readonly dagId: string;
      readonly executionDate: Date;
      /** The tasks of the run, in the DAG file's order. */
      readonly taskIds: readonly string[];
    }
  /** `items`: how many tasks a fan-out became. */
  | { readonly kind: "task-started"; readonly taskId: string; readonly items?: number }
  /** The task ended well in the run that is resumed, and is not run again. */
  | { readonly kind: "task-reused"; readonly taskId: string; readonly outcome: TaskOutcome }
  | ({ readonly kind: "attempt-started" } & AttemptId)
  | ({
      readonly kind: "attempt-failed";
      readonly phase: RunPhase;
      readonly exitCode: number;
      readonly message: string;
      /** Seconds until the next attempt; undefined: there is none. */
      readonly retryIn?: number;
      /** Whether those seconds really pass. */
      readonly waits?: boolean;
    } & AttemptId)
  | ({ readonly kind: "log"; readonly record: LogRecord } & AttemptId)
  | ({ readonly kind: "task-progress"; readonly done: number; readonly total: number } & AttemptId)
  | {
      readonly kind: "item-finished";
      readonly taskId: string;
      readonly mapIndex: number;
      readonly outcome: ItemOutcome;
    }
  /** It ran, or failed before it could. */
  | { readonly kind: "task-finished"; readonly taskId: string; readonly outcome: TaskOutcome }
  | {
      readonly kind: "task-skipped";
      readonly taskId: string;
      readonly cause: SkipCause;
      readonly outcome: TaskOutcome;
    }
  | {
      readonly kind: "task-omitted";
      readonly taskId: string;
      /** The tasks whose failure is the reason. */
      readonly failed: readonly string[];
      readonly outcome: TaskOutcome;
    }
  /** The run is being stopped: what is running is aborted, nothing more is started. */
  | { readonly kind: "run-stopping"; readonly reason: StopReason }
  | { readonly kind: "run-finished"; readonly outcome: RunOutcome };

/** Why a run was stopped before its end: from outside, or by the DAG's `dagrunTimeout`. */
export type StopReason = "interrupted" | "dagrun-timeout";

export type RunEvent = RunEventBody & { readonly at: Date };

/** Is told everything that happens in a run, in order. */
export type Reporter = (event: RunEvent) => void;

import type { Logger } from "./logger.ts";

/** What a task knows of its run; given to `execute()` and to every handler. */
export interface Context<Params = Readonly<Record<string, unknown>>> {
  /** The schedule's tick that the run stands for: the override, else the scheduled time, else the creation time. */
  readonly executionDate: Date;
  /** Airflow's newer name of `executionDate`; the same value. */
  readonly logicalDate: Date;
  readonly dagId: string;
  readonly taskId: string;
  readonly runId: string;
  /** From 1. */
  readonly tryNumber: number;
  /** The item's place in a fan-out, from 0; -1 where the task is not mapped. */
  readonly mapIndex: number;
  /** Aborted on SIGTERM, on Ctrl-C and at the execution timeout. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** The run's own parameters over the DAG's defaults. */
  readonly params: Params;
  /** The operator's `parameters`, which a pod also has as environment variables. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Shows `done` of `total` as the task's progress; both whole numbers, 0 ≤ done ≤ total, total above 0. */
  progress(done: number, total: number): void;
}

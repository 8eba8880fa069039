// The port through which a DAG reaches the local executor. It is a dynamic import that `src/index.ts` provides, so that
// a pod, which runs one task, never loads the executor.

import type { AnyDag } from "./dag-builder.ts";
import type { Phase, RunPhase } from "./phases.ts";
import type { Task } from "./task.ts";

/** How to run a DAG on this machine. */
export interface RunOptions {
  /** @defaultValue now */
  readonly executionDate?: Date | string;
  /** The run's own parameters, over the DAG's `params`. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Tasks at a time. @defaultValue 16 */
  readonly concurrency?: number;
  /** Failures to inject: "hello-1" fails every attempt, "hello-1:1" the first. */
  readonly faults?: readonly string[];
  /** Wait between retries instead of letting virtual time pass. @defaultValue false */
  readonly realDelays?: boolean;
  /** Aborts all tasks of the run. */
  readonly signal?: AbortSignal;
  /** False: a failed run resolves too. @defaultValue true */
  readonly throwOnFailure?: boolean;
}

/** How one item of a fan-out ended. */
export interface ItemResult {
  readonly phase: Phase;
  readonly attempts: number;
  readonly item: unknown;
  readonly message?: string;
}

/** How one task of a run ended. */
export interface TaskResult {
  readonly phase: Phase;
  /** 0 where the task never ran; for a mapped task, of all its items. */
  readonly attempts: number;
  /** Only of a mapped task, in the list's order. */
  readonly items?: readonly ItemResult[];
  readonly message?: string;
  /** Values by output name; of a mapped task, a list by output name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

/** How a run ended. */
export interface DagRunResult {
  readonly runId: string;
  readonly dagId: string;
  readonly phase: RunPhase;
  readonly executionDate: Date;
  /** By task id. */
  readonly tasks: Readonly<Record<string, TaskResult>>;
}

export interface LocalRunPort {
  executeDag(dag: AnyDag, options?: RunOptions): Promise<DagRunResult>;
  /** Runs `task` and all that it needs. */
  executeAll(task: Task, options?: RunOptions): Promise<DagRunResult>;
}

let loadPort: (() => Promise<LocalRunPort>) | undefined;

export function provideLocalRun(load: () => Promise<LocalRunPort>): void {
  loadPort = load;
}

export async function localRun(): Promise<LocalRunPort> {
  if (loadPort === undefined) throw new Error("src/index.ts provides the local executor");
  return loadPort();
}

// Runs a DAG whose run is prepared: makes the runner, the record and the reporter that the options ask for.

import { availableParallelism } from "node:os";
import type { DagSpec } from "../../src/core/spec.ts";
import type { Task } from "../../src/core/task.ts";
import type { AttemptRunner } from "./attempt-runner.ts";
import { watchEscapes } from "./attempt-scope.ts";
import { parseFaults, withFaults } from "./faults.ts";
import { InProcessRunner } from "./in-process-runner.ts";
import { IsolatedRunner } from "./isolated-runner.ts";
import type { LocalRunOptions } from "./local-run-options.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { runDag } from "./run-dag.ts";
import type { Reporter, RunEvent } from "./run-event.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { RunRecorder } from "./run-recorder.ts";

/** What is run. */
export interface Job {
  readonly spec: DagSpec;
  readonly prepared: PreparedRun;
  readonly taskOf: (taskId: string) => Task | undefined;
}

// Seconds that an aborted task has to end. A pod has more; nobody waits that long after Ctrl-C.
const GRACE_PERIOD = 5;
const CONCURRENCY = 16;

export async function runPrepared(job: Job, options: LocalRunOptions): Promise<RunOutcome> {
  const { spec, prepared } = job;
  const runner = withFaults(makeRunner(job, options), parseFaults(spec, options.faults));
  const recorder = makeRecorder(prepared, options);
  await recorder?.open();
  const unwatch = watchEscapes();
  try {
    return await runDag(spec, runner, {
      ...prepared,
      concurrency: options.concurrency ?? defaultConcurrency(options),
      realDelays: options.realDelays ?? false,
      now: () => new Date(),
      report: all([options.report, recorder?.report]),
      signal: options.signal,
    });
  } finally {
    unwatch();
    await recorder?.close();
  }
}

function makeRunner({ prepared, taskOf }: Job, options: LocalRunOptions): AttemptRunner {
  const { isolate, limits } = options;
  if (isolate !== undefined) return new IsolatedRunner(isolate, prepared, GRACE_PERIOD);
  return new InProcessRunner({ ...prepared, taskOf, gracePeriod: GRACE_PERIOD, limits });
}

function makeRecorder(run: PreparedRun, options: LocalRunOptions): RunRecorder | undefined {
  if (options.recordDirectory === undefined) return undefined;
  const { dagId, runId, executionDate } = run;
  const params = JSON.parse(run.params);
  const record = { dagId, runId, executionDate: executionDate.toISOString(), params };
  return new RunRecorder(options.recordDirectory, record);
}

function defaultConcurrency({ isolate }: LocalRunOptions): number {
  return isolate === undefined ? CONCURRENCY : availableParallelism();
}

function all(reporters: readonly (Reporter | undefined)[]): Reporter {
  const [first, ...others] = reporters.filter((reporter) => reporter !== undefined);
  if (first !== undefined && others.length === 0) return first;
  return (event: RunEvent) => {
    for (const report of [first, ...others]) report?.(event);
  };
}

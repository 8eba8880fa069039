// What `dag.execute()`, `task.executeAll()` and `airgo run` come to: a run of a DAG on this machine.

import { availableParallelism } from "node:os";
import { DAG_RECORD } from "../../src/core/brands.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import type { DagRunResult, LocalRunPort, RunOptions } from "../../src/core/local-run.ts";
import type { DagSpec } from "../../src/core/spec.ts";
import type { AttemptRunner } from "./attempt-runner.ts";
import { watchRejections } from "./attempt-scope.ts";
import { parseFaults, withFaults } from "./faults.ts";
import { InProcessRunner } from "./in-process-runner.ts";
import { IsolatedRunner } from "./isolated-runner.ts";
import type { LocalRunOptions } from "./local-run-options.ts";
import { type PreparedRun, prepareRun } from "./prepare-run.ts";
import { printLogs } from "./print-logs.ts";
import { runDag } from "./run-dag.ts";
import type { Reporter, RunEvent } from "./run-event.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { RunRecorder } from "./run-recorder.ts";
import { runError, toResult } from "./to-result.ts";

/** A run that has ended, and the DAG that it was of. */
export interface LocalRun {
  readonly spec: DagSpec;
  readonly outcome: RunOutcome;
}

// Seconds that an aborted task has to end. A pod has more; nobody waits that long after Ctrl-C.
const GRACE_PERIOD = 5;
const CONCURRENCY = 16;

/** Runs a DAG, or some tasks of it; a task that fails is an outcome, not an error. */
export async function runLocally(dag: AnyDag, options: LocalRunOptions): Promise<LocalRun> {
  const spec = dag.spec(options.specDefaults);
  const prepared = prepareRun(spec, options, new Date());
  const runner = withFaults(makeRunner(dag, prepared, options), parseFaults(spec, options.faults));
  const recorder = makeRecorder(prepared, options);
  await recorder?.open();
  const unwatch = watchRejections(process);
  try {
    const outcome = await runDag(spec, runner, {
      ...prepared,
      concurrency: options.concurrency ?? defaultConcurrency(options),
      realDelays: options.realDelays ?? false,
      now: () => new Date(),
      report: all([options.report, recorder?.report]),
      signal: options.signal,
    });
    return { spec, outcome };
  } finally {
    unwatch();
    await recorder?.close();
  }
}

function makeRunner(dag: AnyDag, run: PreparedRun, options: LocalRunOptions): AttemptRunner {
  const { isolate, limits } = options;
  if (isolate !== undefined) return new IsolatedRunner(isolate, run, GRACE_PERIOD);
  const { byId } = dag[DAG_RECORD];
  const taskOf = (taskId: string) => byId.get(taskId);
  return new InProcessRunner({ ...run, taskOf, gracePeriod: GRACE_PERIOD, limits });
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

async function execute(
  dag: AnyDag,
  options: RunOptions,
  only: Pick<LocalRunOptions, "taskIds" | "upstream">,
): Promise<DagRunResult> {
  const report = printLogs((text) => process.stderr.write(text));
  const { spec, outcome } = await runLocally(dag, { ...options, ...only, report });
  if (outcome.phase !== "Succeeded" && options.throwOnFailure !== false) throw runError(outcome);
  return toResult(spec, outcome);
}

/** What `dag.execute()` and `task.executeAll()` reach. */
export const localRunPort: LocalRunPort = {
  executeDag: (dag, options = {}) => execute(dag, options, {}),
  executeAll: (task, options = {}) =>
    execute(task.dag, options, { taskIds: [task.taskId], upstream: true }),
};

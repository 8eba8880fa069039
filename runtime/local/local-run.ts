// What `dag.execute()`, `task.executeAll()` and `airgo run` come to: a run of a DAG on this machine.

import { DAG_RECORD } from "../../src/core/brands.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import type { DagRunResult, LocalRunPort, RunOptions } from "../../src/core/local-run.ts";
import type { DagSpec } from "../../src/core/spec.ts";
import type { LocalRunOptions } from "./local-run-options.ts";
import { prepareRun } from "./prepare-run.ts";
import { printLogs } from "./print-logs.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { runPrepared } from "./run-prepared.ts";
import { runError, toResult } from "./to-result.ts";

export type { LocalRunOptions } from "./local-run-options.ts";

/** A run that has ended, and the DAG that it was of. */
export interface LocalRun {
  readonly spec: DagSpec;
  readonly outcome: RunOutcome;
}

/** Runs a DAG, or some tasks of it; a task that fails is an outcome, not an error. */
export async function runLocally(dag: AnyDag, options: LocalRunOptions): Promise<LocalRun> {
  const spec = dag.spec(options.specDefaults);
  const prepared = prepareRun(spec, options, new Date());
  const { byId } = dag[DAG_RECORD];
  const taskOf = (taskId: string) => byId.get(taskId);
  return { spec, outcome: await runPrepared({ spec, prepared, taskOf }, options) };
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

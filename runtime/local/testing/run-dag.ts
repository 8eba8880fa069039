import type { AnyDag } from "../../../src/core/dag-builder.ts";
import type { DagRunResult, RunOptions } from "../../../src/core/local-run.ts";
import type { Phase } from "../../../src/core/phases.ts";
import { runLocally } from "../local-run.ts";
import { toResult } from "../to-result.ts";
import { collectLines, type LoggedLine } from "./logged-lines.ts";

/** The date, the parameters and the failures that a run is given. */
export type RunDagOptions = Omit<RunOptions, "throwOnFailure">;

/** How a run ended, with what its tasks logged. */
export interface DagRun extends DagRunResult {
  /** The phase of each task, by id: short to compare. */
  readonly phases: Readonly<Record<string, Phase>>;
  readonly logs: readonly LoggedLine[];
}

/**
 * Runs a DAG by the rules of Argo's controller. A run that fails is a result like any other.
 *
 * ```ts
 * const { phases } = await runDag(dag, { executionDate: "2019-03-07", faults: ["load"] });
 * assert.deepEqual(phases, { extract: "Succeeded", load: "Failed", report: "Omitted" });
 * ```
 */
export async function runDag(dag: AnyDag, options: RunDagOptions = {}): Promise<DagRun> {
  const logs: LoggedLine[] = [];
  const { spec, outcome } = await runLocally(dag, { ...options, report: collectLines(logs) });
  const result = toResult(spec, outcome);
  const phases = Object.entries(result.tasks).map(
    ([taskId, { phase }]) => [taskId, phase] as const,
  );
  return { ...result, phases: Object.fromEntries(phases), logs };
}

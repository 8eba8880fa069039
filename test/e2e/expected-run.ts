// What a recording says of a run, and the same of a run that was observed.

import { decodeInput, decodeValue } from "../../runtime/codec.ts";
import type { DagSpec, InputSpec } from "../../src/core/spec.ts";
import type { CaseTask, ConformanceCase, ExpectedTask } from "../conformance/conformance-case.ts";
import type { ObservedRun, ObservedTask } from "./observed-run.ts";

/** An observed run in the words of the recordings. */
export function asRecorded(
  { tasks }: ConformanceCase,
  spec: DagSpec,
  observed: ObservedRun,
): ConformanceCase["expect"] {
  const told = tasks.map((task): [string, ExpectedTask] => {
    const own = observed.tasks[task.id];
    const inputs = spec.tasks.find(({ taskId }) => taskId === task.id)?.inputs ?? [];
    return [task.id, own === undefined ? { phase: "(no task)" } : asTask(task, inputs, own)];
  });
  return { phase: observed.phase, tasks: Object.fromEntries(told) };
}

function asTask(
  task: CaseTask,
  inputs: readonly InputSpec[],
  observed: ObservedTask,
): ExpectedTask {
  const { phase, attempts, items } = observed;
  if (items !== undefined) {
    const told = items.map((item) => ({
      phase: item.phase,
      attempts: item.attempts,
      item: decodeValue(item.item),
    }));
    return { phase, items: told };
  }
  if (task.reads === undefined || attempts === 0) return { phase, attempts };
  const reads = inputs.map(({ name, form }) => [
    name,
    decodeInput(observed.inputs[name] ?? "", form),
  ]);
  return { phase, attempts, reads: Object.fromEntries(reads) };
}

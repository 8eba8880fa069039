// From the texts of a run to the values that its tasks put out.

import { AirgoError } from "../../src/core/errors.ts";
import type { DagRunResult, ItemResult, TaskResult } from "../../src/core/local-run.ts";
import type { DagSpec, OutputSpec, TaskSpec } from "../../src/core/spec.ts";
import { decodeInput, decodeValue } from "../codec.ts";
import type { ItemOutcome, RunOutcome, TaskOutcome, Texts } from "./run-outcome.ts";
import { STOPPED } from "./run-stop.ts";

export function toResult(spec: DagSpec, outcome: RunOutcome): DagRunResult {
  const { runId, dagId, phase, executionDate } = outcome;
  const tasks = spec.tasks.flatMap((task): [string, TaskResult][] => {
    const ended = outcome.tasks.get(task.taskId);
    return ended === undefined ? [] : [[task.taskId, taskResult(task, ended)]];
  });
  return { runId, dagId, phase, executionDate, tasks: Object.fromEntries(tasks) };
}

function taskResult(task: TaskSpec, outcome: TaskOutcome): TaskResult {
  const { phase, attempts, items, message, startedAt, finishedAt } = outcome;
  return {
    phase,
    attempts,
    outputs: outputValues(task.outputs, outcome.outputs),
    ...(items === undefined ? {} : { items: items.map(itemResult) }),
    ...(message === undefined ? {} : { message }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

function itemResult({ phase, attempts, item, message }: ItemOutcome): ItemResult {
  const told = message === undefined ? {} : { message };
  return { phase, attempts, item: decodeValue(item), ...told };
}

function outputValues(declared: readonly OutputSpec[], texts: Texts): Record<string, unknown> {
  const values = declared.flatMap((output): [string, unknown][] => {
    const text = texts.get(output.parameter);
    if (text === undefined) return [];
    return [[output.parameter, outputValue(output, text)]];
  });
  return Object.fromEntries(values);
}

function outputValue(output: OutputSpec, text: string): unknown {
  return output.kind === "value" ? decodeInput(text, output.form) : text === "true";
}

const MOST_TOLD = 5;

/** What a run that did not succeed throws. */
export function runError({ dagId, tasks, phase, stopped }: RunOutcome): AirgoError {
  const failed = [...tasks.values()].filter(isFailure);
  const told = failed.slice(0, MOST_TOLD).map(({ taskId, message }) => {
    const [why = "no message"] = message?.split("\n") ?? [];
    return `task "${taskId}": ${why}`;
  });
  if (failed.length > MOST_TOLD) told.push(`and ${failed.length - MOST_TOLD} more`);
  const reason = stopped === undefined ? told.join("; ") : STOPPED[stopped];
  return new AirgoError("task-failed", `DAG "${dagId}" ended as ${phase}: ${reason}`, {
    hint: "throwOnFailure: false gives the result in place of this error",
    dagId,
  });
}

function isFailure({ phase }: TaskOutcome): boolean {
  return phase === "Failed" || phase === "Error";
}

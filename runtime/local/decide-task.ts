// What becomes of a task when all its upstreams have ended, asked in the controller's order: `depends`, then `when`,
// then the texts of its inputs, then the list that it is mapped over.

import type { OutputLeaf, StatusLeaf, TaskConditions } from "../../src/core/conditions.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { InputSource, TaskSpec } from "../../src/core/spec.ts";
import type { AttemptInput } from "../attempt.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import { parseItems } from "./fan-out.ts";
import { findFailures, findSkipCause } from "./find-cause.ts";
import type { SkipCause } from "./run-event.ts";
import type { TaskOutcome } from "./run-outcome.ts";

/** What a task can see of the run. */
export interface RunScope {
  readonly conditions: ReadonlyMap<TaskId, TaskConditions>;
  /** Undefined for a task outside the selection that no record knows. */
  outcomeOf(taskId: TaskId): TaskOutcome | undefined;
  /** Undefined where the controller would wait for ever. */
  textOf(source: InputSource): string | undefined;
  /** Whether the task is part of this run. */
  includes(taskId: TaskId): boolean;
}

export type Decision = EndDecision | RunDecision;

/** The task ends without running. */
export type EndDecision =
  | { readonly kind: "omit"; readonly failed: readonly TaskId[] }
  | { readonly kind: "skip"; readonly cause: SkipCause }
  /** It cannot start, or may not any more. */
  | { readonly kind: "error" | "late"; readonly message: string };

export interface RunDecision {
  readonly kind: "run";
  readonly inputs: readonly AttemptInput[];
  /** Only of a mapped task. */
  readonly items: readonly string[] | undefined;
}

export function decideTask(task: TaskSpec, scope: RunScope): Decision {
  const conditions = scope.conditions.get(task.taskId);
  const holds = (leaf: StatusLeaf | OutputLeaf) => leafHolds(leaf, scope);
  const depends = conditions?.depends;
  if (depends !== undefined && !evaluateCondition<StatusLeaf>(depends, holds)) {
    return { kind: "omit", failed: findFailures(task, scope.outcomeOf) };
  }
  const clause = conditions?.when.find(
    (when) => !evaluateCondition<StatusLeaf | OutputLeaf>(when, holds),
  );
  if (clause !== undefined) {
    return { kind: "skip", cause: findSkipCause(task, clause, scope.outcomeOf) };
  }
  return decideInputs(task, scope);
}

function leafHolds(leaf: StatusLeaf | OutputLeaf, scope: RunScope): boolean {
  // What is not part of the run is taken to have let it pass.
  if (!scope.includes(leaf.taskId)) return true;
  if (leaf.kind === "output") {
    return scope.textOf({ taskId: leaf.taskId, output: leaf.parameter }) === leaf.equals;
  }
  const phase = scope.outcomeOf(leaf.taskId)?.phase;
  return phase !== undefined && leaf.phases.includes(phase);
}

function decideInputs(task: TaskSpec, scope: RunScope): Decision {
  const inputs: AttemptInput[] = [];
  for (const { name, form, orNull, from } of task.inputs) {
    const text = scope.textOf(from);
    if (text === undefined) return { kind: "error", message: absent(from, `input "${name}"`) };
    inputs.push({ name, form, orNull, text });
  }
  return task.over === undefined
    ? { kind: "run", inputs, items: undefined }
    : decideFanOut(task.over, inputs, scope);
}

function decideFanOut(
  over: InputSource,
  inputs: readonly AttemptInput[],
  scope: RunScope,
): Decision {
  const list = scope.textOf(over);
  if (list === undefined) return { kind: "error", message: absent(over, "the fan-out") };
  const items = parseItems(list);
  if (items === undefined) {
    return { kind: "error", message: `output "${over.output}" of "${over.taskId}" is not a list` };
  }
  if (items.length === 0) {
    return { kind: "skip", cause: { by: "empty-list", taskId: over.taskId } };
  }
  return { kind: "run", inputs, items };
}

function absent({ taskId, output }: InputSource, needs: string): string {
  return `${needs} needs output "${output}" of "${taskId}", which was never put out`;
}

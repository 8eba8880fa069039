// References: each to an output that its task declares, taken in a way that the trigger rule allows.

import { REFERENCE, TASK_RECORD } from "./brands.ts";
import { isPlainObject } from "./check-value.ts";
import type { ConditionTask, TaskConditions } from "./conditions.ts";
import { artifactProperties, overOf, RETURN_VALUE, referencesOf } from "./declared-outputs.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { TaskId } from "./names.ts";
import { isReference, type ReferenceRecord } from "./output-ref.ts";
import type { Problems } from "./problems.ts";
import type { TriggerRule } from "./spec.ts";
import type { Task, TaskRecord } from "./task.ts";

// Argo's parameter is `in-<name>`, and expressions read it: letters, digits and underscores only.
const INPUT_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Every reference of the task points at something that can be taken. */
export function checkReferences(record: TaskRecord, problems: Problems): void {
  const { taskId, site } = record;
  for (const [name, value] of Object.entries(record.args)) {
    if (!isReference(value)) checkNested(record, name, problems);
    else if (!INPUT_NAME.test(name)) {
      problems.add("invalid-name", `task "${taskId}": argument "${name}" takes a reference`, {
        hint: "name it with letters, digits and underscores, not beginning with a digit",
        site,
        taskId,
      });
    } else checkOutput(record, `argument "${name}"`, { reference: value[REFERENCE], problems });
  }
  const over = overOf(record);
  if (over !== undefined) {
    checkOutput(record, "the list it runs over", { reference: over, problems });
  } else if (record.over !== undefined) {
    problems.add("not-a-list", `task "${taskId}" runs over something that no upstream puts out`, {
      hint: 'give a reference: over: upstream.output("name"); a list known beforehand is a loop in TypeScript',
      site,
      taskId,
    });
  }
  if (record.over !== undefined && record.kind !== "task") {
    problems.add("invalid-fan-out", `task "${taskId}" is a ${record.kind} and cannot be mapped`, {
      hint: "let a task of its own decide, above or below the fan-out",
      site,
      taskId,
    });
  }
}

function checkOutput(
  record: TaskRecord,
  what: string,
  { reference, problems }: { readonly reference: ReferenceRecord; readonly problems: Problems },
): void {
  const { task, output } = reference;
  if (output === RETURN_VALUE) return;
  const declared = artifactProperties(task);
  if (declared.includes(output)) return;
  const there = task[TASK_RECORD];
  const member = output in task;
  problems.add(
    "unknown-output",
    `task "${record.taskId}": ${what} is the output "${output}" of task "${there.taskId}", which ` +
      (member ? "is a member without @artifactProperty()" : `${there.operator} does not have`),
    {
      hint: member
        ? `write @artifactProperty() above "${output}" in ${there.operator}`
        : didYouMean(output, declared) ||
          `it puts out ${[...declared, RETURN_VALUE].map((name) => `"${name}"`).join(", ")}`,
      site: record.site,
      taskId: record.taskId,
    },
  );
}

/** A reference inside a literal would reach the task as it is: airgo only sees whole arguments. */
function checkNested(record: TaskRecord, name: string, problems: Problems): void {
  const left: unknown[] = [record.args[name]];
  const seen = new Set<unknown>();
  for (const value of left) {
    if (seen.has(value) || (!Array.isArray(value) && !isPlainObject(value))) continue;
    seen.add(value);
    const inner: unknown[] = Object.values(value);
    if (inner.some(isReference)) {
      problems.add(
        "nested-reference",
        `task "${record.taskId}": argument "${name}" holds a reference inside a list or an object`,
        {
          hint: "give each reference as an argument of its own",
          site: record.site,
          taskId: record.taskId,
        },
      );
      return;
    }
    left.push(...inner);
  }
}

/** Trigger rules under which every upstream has succeeded or was skipped, so that data may be taken. */
const NO_FAILURE: ReadonlySet<TriggerRule> = new Set([
  "all_success",
  "none_failed",
  "none_failed_min_one_success",
]);

/** What the checks of missing values know of the whole DAG. */
export interface RunKnowledge {
  readonly tasks: ReadonlyMap<Task, ConditionTask>;
  readonly conditions: ReadonlyMap<TaskId, TaskConditions>;
  readonly problems: Problems;
}

/** Data is only taken where it is there, or where its absence is written down by `.orNull()`. */
export function checkMissing(task: Task, { tasks, conditions, problems }: RunKnowledge): void {
  const record = task[TASK_RECORD];
  const own = tasks.get(task);
  if (own === undefined) return;
  const { taskId, site } = record;
  const over = overOf(record);
  const taken = [
    ...referencesOf(record),
    ...(over === undefined ? [] : [["over", { ...over, orNull: true }] as const]),
  ];
  for (const [name, reference] of taken) {
    const upstream = tasks.get(reference.task);
    if (upstream === undefined) continue;
    const from = `"${reference.output}" of task "${upstream.taskId}"`;
    if (!NO_FAILURE.has(own.triggerRule)) {
      problems.add(
        "data-after-failure",
        `task "${taskId}" takes ${from} under ${own.triggerRule}, which lets it run after a failure`,
        {
          hint: "a failed task puts nothing out, and Argo would wait for ever: use another trigger rule, or draw the edge with after()",
          site,
          taskId,
        },
      );
    } else if (!reference.orNull && mayBeNull(own, upstream, conditions)) {
      problems.add(
        "missing-may-be-null",
        `task "${taskId}": argument "${name}" is ${from}, which may be skipped while "${taskId}" runs`,
        { hint: `take it with .orNull(): it is then the value or null`, site, taskId },
      );
    }
  }
}

/** Can `upstream` be skipped while `own` runs? Not by a reason that skips `own` as well. */
function mayBeNull(
  own: ConditionTask,
  upstream: ConditionTask,
  conditions: ReadonlyMap<TaskId, TaskConditions>,
): boolean {
  // What all_success waits for has run; and a fan-out that did not run is an empty list.
  if (own.triggerRule === "all_success" || upstream.over !== undefined) return false;
  const shared = new Set(conditions.get(own.taskId)?.when.map((clause) => JSON.stringify(clause)));
  const reasons = conditions.get(upstream.taskId)?.when ?? [];
  return reasons.some((clause) => !shared.has(JSON.stringify(clause)));
}

// Data that may not be there: a trigger rule may let a task run below one that failed, or that was skipped.

import { TASK_RECORD } from "./brands.ts";
import type { ConditionTask, TaskConditions } from "./conditions.ts";
import { overOf, referencesOf } from "./declared-outputs.ts";
import type { TaskId } from "./names.ts";
import type { ReferenceRecord } from "./output-ref.ts";
import type { Problems } from "./problems.ts";
import type { TriggerRule } from "./spec.ts";
import type { Task, TaskRecord } from "./task.ts";

// Why no data can be taken under a rule; under the others every upstream has succeeded or was skipped.
const NO_DATA: { readonly [Rule in TriggerRule]?: string } = {
  all_done: "lets it run after a failure",
  all_failed: "lets it run only after failures",
  one_failed: "lets it run after a failure",
  one_success: "lets it run after a failure",
  none_skipped: "lets it run after a failure",
  all_skipped: "lets it run only when nothing was put out",
};

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
  const taken = takenBy(record);
  if (taken.length === 0) return;
  const { taskId, site } = record;
  const mayBeNull = nullCheck(own, conditions);
  const noData = NO_DATA[own.triggerRule];
  for (const [what, reference] of taken) {
    const upstream = tasks.get(reference.task);
    if (upstream === undefined) continue;
    const from = `"${reference.output}" of task "${upstream.taskId}"`;
    if (noData !== undefined) {
      problems.add(
        "data-after-failure",
        `task "${taskId}" takes ${from} under ${own.triggerRule}, which ${noData}`,
        {
          hint: "an upstream that did not succeed puts nothing out: use another trigger rule, or take no data and draw the edge with after()",
          site,
          taskId,
        },
      );
    } else if (what !== undefined && !reference.orNull && mayBeNull(upstream)) {
      problems.add(
        "missing-may-be-null",
        `task "${taskId}": ${what} is ${from}, which may be skipped while "${taskId}" runs`,
        { hint: "take it with .orNull(): it is then the value or null", site, taskId },
      );
    }
  }
}

type Taken = readonly [what: string | undefined, reference: ReferenceRecord];

/** What is taken; the list of a fan-out has no name, because it is never null: below a skipped list there are no items. */
function takenBy(record: TaskRecord): readonly Taken[] {
  const taken: Taken[] = [];
  for (const [name, reference] of referencesOf(record))
    taken.push([`argument "${name}"`, reference]);
  const over = overOf(record);
  if (over !== undefined) taken.push([undefined, over]);
  return taken;
}

/** Can an upstream be skipped while `own` runs? Not by a reason that skips `own` as well. */
function nullCheck(
  own: ConditionTask,
  conditions: ReadonlyMap<TaskId, TaskConditions>,
): (upstream: ConditionTask) => boolean {
  // What all_success waits for has run, and so has an only upstream of which one success is wanted.
  const isOnly = own.upstream.length === 1 && own.triggerRule === "none_failed_min_one_success";
  if (own.triggerRule === "all_success" || isOnly) return () => false;
  const shared = new Set(conditions.get(own.taskId)?.when.map((clause) => JSON.stringify(clause)));
  // A fan-out that did not run is an empty list.
  return ({ taskId, over }) =>
    over === undefined &&
    (conditions.get(taskId)?.when ?? []).some((clause) => !shared.has(JSON.stringify(clause)));
}

// Why a task never ran, in terms of the tasks above it.

import type { OutputLeaf, StatusLeaf, WhenClause } from "../../src/core/conditions.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { TaskSpec } from "../../src/core/spec.ts";
import { firstLeaf } from "./evaluate-condition.ts";
import type { SkipCause } from "./run-event.ts";
import type { TaskOutcome } from "./run-outcome.ts";

type OutcomeOf = (taskId: TaskId) => TaskOutcome | undefined;

/** What made `task` Skipped, given the first of its `when` clauses that does not hold. */
export function findSkipCause(task: TaskSpec, clause: WhenClause, outcomeOf: OutcomeOf): SkipCause {
  const leaf = firstLeaf<StatusLeaf | OutputLeaf>(clause);
  if (leaf?.kind === "output") {
    const by = leaf.parameter === "short_circuit" ? "short-circuit" : "branch";
    return { by, taskId: leaf.taskId };
  }
  // Only all_success inherits the clauses of other trigger rules, and it has none of its own.
  if (task.triggerRule === "all_success") {
    const above = task.upstream.map((id) => outcomeOf(id)?.skippedBy);
    const inherited = above.find((cause) => cause?.by === "trigger-rule");
    if (inherited !== undefined) return inherited;
  }
  return { by: "trigger-rule", taskId: task.taskId, rule: task.triggerRule };
}

// A summary names a few; a DAG of thousands of tasks below hundreds of failures must not gather them all at each task.
const MOST_NAMED = 10;

/** The tasks whose failure made a task Omitted. */
export function findFailures(task: TaskSpec, outcomeOf: OutcomeOf): readonly TaskId[] {
  const failed = new Set<TaskId>();
  for (const id of task.upstream) {
    const upstream = outcomeOf(id);
    if (upstream?.phase === "Failed" || upstream?.phase === "Error") failed.add(id);
    for (const root of upstream?.omittedBy ?? []) failed.add(root);
    if (failed.size >= MOST_NAMED) break;
  }
  return [...failed].slice(0, MOST_NAMED);
}

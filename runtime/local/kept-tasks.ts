import type { TaskId } from "../../src/core/names.ts";
import type { TaskSpec } from "../../src/core/spec.ts";
import type { TaskOutcome } from "./run-outcome.ts";

/**
 * The tasks of an earlier run that a resumed run takes as they ended: those that succeeded, and of which nothing above
 * has to run (again). A clean-up below a failure is not among them: what it cleans up after is tried once more.
 */
export function keptTasks(
  order: readonly TaskSpec[],
  recorded: ReadonlyMap<TaskId, TaskOutcome>,
): ReadonlySet<TaskId> {
  const ids = new Set(order.map((task) => task.taskId));
  // Skipped tasks run nothing, so they are passed through here, and looked at again by the run.
  const settled = new Set<TaskId>();
  const kept = new Set<TaskId>();
  for (const { taskId, upstream } of order) {
    const phase = recorded.get(taskId)?.phase;
    if (phase !== "Succeeded" && phase !== "Skipped") continue;
    if (!upstream.every((id) => !ids.has(id) || settled.has(id))) continue;
    settled.add(taskId);
    if (phase === "Succeeded") kept.add(taskId);
  }
  return kept;
}

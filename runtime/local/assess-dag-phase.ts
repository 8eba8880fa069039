// The DAG's own phase, by its leaves alone: a leaf that never ran (Skipped, Omitted) takes the last completed phase of
// each branch that leads to it, and a failure wins. So a clean-up that is the only leaf below a failure makes the run
// Succeeded; beside an Omitted leaf it is Failed.

import type { TaskId } from "../../src/core/names.ts";
import type { Phase, RunPhase } from "../../src/core/phases.ts";

interface GraphTask {
  readonly taskId: TaskId;
  readonly upstream: readonly TaskId[];
}

/** `tasks` must be in topological order, and each must have ended. */
export function assessDagPhase(
  tasks: readonly GraphTask[],
  phaseOf: (taskId: TaskId) => Phase | undefined,
): RunPhase {
  const branch = new Map<TaskId, RunPhase>();
  const inner = new Set<TaskId>();
  for (const { taskId, upstream } of tasks) {
    for (const id of upstream) inner.add(id);
    branch.set(taskId, completed(phaseOf(taskId)) ?? inherited(upstream, branch));
  }
  const leaves = tasks.map((task) => task.taskId).filter((taskId) => !inner.has(taskId));
  // The controller walks the leaves by name, and the last failure that it meets stays.
  const failures = leaves
    .sort()
    .map((taskId) => branch.get(taskId))
    .filter((phase) => phase !== "Succeeded");
  return failures.at(-1) ?? "Succeeded";
}

function completed(phase: Phase | undefined): RunPhase | undefined {
  return phase === "Skipped" || phase === "Omitted" ? undefined : phase;
}

function inherited(upstream: readonly TaskId[], branch: ReadonlyMap<TaskId, RunPhase>): RunPhase {
  const phases = upstream.map((id) => branch.get(id));
  return phases.find((phase) => phase !== undefined && phase !== "Succeeded") ?? "Succeeded";
}

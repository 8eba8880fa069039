import { AirgoError } from "../../src/core/errors.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { DagSpec, TaskSpec } from "../../src/core/spec.ts";
import type { TaskOutcome } from "./run-outcome.ts";
import { unknownTask } from "./unknown-task.ts";

/** Which tasks of a DAG to run. */
export interface Selection {
  readonly taskIds: readonly string[];
  /** Also all that is above them. */
  readonly upstream: boolean;
  /** How the tasks above ended in an earlier run. */
  readonly recorded: ReadonlyMap<TaskId, TaskOutcome> | undefined;
}

/**
 * The ids of the tasks to run.
 *
 * @throws AirgoError `unknown-task`, and `missing-input` where a task takes an output of one that is not run
 */
export function selectTasks(spec: DagSpec, selection: Selection): ReadonlySet<TaskId> {
  const byId = new Map<string, TaskSpec>(spec.tasks.map((task) => [task.taskId, task]));
  const chosen = new Set<TaskId>();
  const find = (taskId: string): TaskSpec => {
    const task = byId.get(taskId);
    if (task === undefined) throw unknownTask(spec.dagId, taskId, byId.keys());
    return task;
  };
  const waiting = selection.taskIds.map(find);
  for (const task of waiting) {
    if (chosen.has(task.taskId)) continue;
    chosen.add(task.taskId);
    if (selection.upstream) waiting.push(...task.upstream.map(find));
  }
  for (const task of spec.tasks) {
    if (chosen.has(task.taskId)) checkInputs(spec, task, { chosen, recorded: selection.recorded });
  }
  return chosen;
}

interface Sources {
  readonly chosen: ReadonlySet<TaskId>;
  readonly recorded: ReadonlyMap<TaskId, TaskOutcome> | undefined;
}

function checkInputs({ dagId }: DagSpec, task: TaskSpec, { chosen, recorded }: Sources): void {
  const { taskId, inputs, over } = task;
  const sources = [...inputs.map(({ from }) => from), ...(over === undefined ? [] : [over])];
  const missing = sources.find((from) => !chosen.has(from.taskId) && !recorded?.has(from.taskId));
  if (missing === undefined) return;
  throw new AirgoError(
    "missing-input",
    `task "${taskId}" of DAG "${dagId}" takes "${missing.output}" of "${missing.taskId}", which is not run`,
    {
      hint: "run it with its upstreams (--upstream), or with those of a run (--from-run ID)",
      dagId,
      taskId,
    },
  );
}

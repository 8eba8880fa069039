// How the tasks of a recorded run stand, for a picture.

import type { RunRecord } from "../../runtime/local/run-record.ts";
import { formatDuration } from "../core/duration.ts";
import type { TaskState } from "../picture/graph-model.ts";

/** The state of every task of the run; one that has not ended yet is Pending. */
export function statesOf({ taskIds, tasks }: RunRecord): ReadonlyMap<string, TaskState> {
  const states = new Map<string, TaskState>();
  for (const taskId of taskIds) {
    const task = tasks[taskId];
    states.set(taskId, {
      phase: task?.phase ?? "Pending",
      note: task === undefined ? undefined : tookText(task) || undefined,
    });
  }
  return states;
}

/** How long something took in words; empty where it never ran, or has not ended. */
export function tookText(times: {
  readonly startedAt?: string;
  readonly finishedAt?: string;
}): string {
  const { startedAt, finishedAt } = times;
  if (startedAt === undefined || finishedAt === undefined) return "";
  return formatDuration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

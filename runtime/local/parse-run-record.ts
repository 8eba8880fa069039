// Reads back what `run-record.ts` describes. A record may have been edited, or cut off by a full disk.

import { isTaskId, type TaskId } from "../../src/core/names.ts";
import type { ItemRecord, RecordedTask, RunRecord } from "./run-record.ts";
import { type ItemOutcome, NO_TEXTS, type TaskOutcome, type Texts } from "./run-outcome.ts";

/** The record of a `run.json`, or undefined where it is none. */
export function parseRunRecord(text: string): RunRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRunRecord(parsed) ? parsed : undefined;
}

/** How the tasks of a recorded run ended. */
export function recordedOutcomes(record: RunRecord): ReadonlyMap<TaskId, TaskOutcome> {
  const outcomes = new Map<TaskId, TaskOutcome>();
  for (const [taskId, recorded] of Object.entries(record.tasks)) {
    if (isTaskId(taskId)) outcomes.set(taskId, taskOutcome(taskId, recorded));
  }
  return outcomes;
}

function taskOutcome(taskId: TaskId, recorded: RecordedTask): TaskOutcome {
  const { attempts, message, items, phase } = recorded;
  return {
    taskId,
    // A fan-out that was killed has not succeeded; only its items count.
    phase: phase === "Running" ? "Failed" : phase,
    attempts,
    inputs: texts(recorded.inputs),
    outputs: texts(recorded.outputs),
    ...dates(recorded),
    ...(message === undefined ? {} : { message }),
    ...(items === undefined ? {} : { items: items.map(itemOutcome) }),
  };
}

// Reads back what `run-record.ts` describes. A record may have been edited, or cut off by a full disk.

import { isTaskId, type TaskId } from "../../src/core/names.ts";
import { type ItemOutcome, NO_TEXTS, type TaskOutcome, type Texts } from "./run-outcome.ts";
import type { ItemRecord, PodRecord, RecordedTask, RunRecord } from "./run-record.ts";

/** The record that a `run.json` holds, or undefined where it holds none. */
export function parseRunRecord(text: string): RunRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRunRecord(parsed) ? parsed : undefined;
}

function isRunRecord(value: unknown): value is RunRecord {
  return (
    isObject(value) &&
    value.version === 1 &&
    ["runId", "dagId", "phase", "executionDate", "startedAt"].every((name) =>
      isText(value[name]),
    ) &&
    isObject(value.params) &&
    Array.isArray(value.taskIds) &&
    isObject(value.tasks) &&
    Object.values(value.tasks).every(isRecordedTask)
  );
}

function isRecordedTask(value: unknown): value is RecordedTask {
  return (
    isPodRecord(value) &&
    isTexts(value.inputs) &&
    (value.items === undefined || (Array.isArray(value.items) && value.items.every(isItemRecord)))
  );
}

function isItemRecord(value: unknown): value is ItemRecord {
  return isPodRecord(value) && isText(value.item) && Number.isInteger(value.mapIndex);
}

function isPodRecord(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isText(value.phase) &&
    Number.isInteger(value.attempts) &&
    isTexts(value.outputs)
  );
}

function isTexts(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.values(value).every(isText));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
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
  const { phase, items, inputs, skippedBy, omittedBy } = recorded;
  return {
    taskId,
    // A fan-out whose run was killed did not succeed; its items count one by one.
    phase: phase === "Running" ? "Failed" : phase,
    ...podOutcome(recorded),
    inputs: texts(inputs),
    ...(items === undefined ? {} : { items: items.map(itemOutcome) }),
    ...(skippedBy === undefined ? {} : { skippedBy }),
    ...(omittedBy === undefined ? {} : { omittedBy: omittedBy.filter(isTaskId) }),
  };
}

function itemOutcome(recorded: ItemRecord): ItemOutcome {
  const { phase, mapIndex, item } = recorded;
  const never = new Date(0);
  return { startedAt: never, finishedAt: never, ...podOutcome(recorded), phase, mapIndex, item };
}

function podOutcome({ attempts, outputs, message, startedAt, finishedAt }: PodRecord) {
  return {
    attempts,
    outputs: texts(outputs),
    ...(message === undefined ? {} : { message }),
    ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt) }),
    ...(finishedAt === undefined ? {} : { finishedAt: new Date(finishedAt) }),
  };
}

function texts(recorded: Readonly<Record<string, string>> | undefined): Texts {
  return recorded === undefined ? NO_TEXTS : new Map(Object.entries(recorded));
}

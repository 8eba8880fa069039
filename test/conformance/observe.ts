// A local run in the words of the recordings.

import { decodeValue } from "../../runtime/codec.ts";
import type { RunEvent } from "../../runtime/local/run-event.ts";
import type { RunOutcome, TaskOutcome } from "../../runtime/local/run-outcome.ts";
import type { CaseTask, ConformanceCase, ExpectedTask } from "./conformance-case.ts";

export function observe(
  { tasks }: ConformanceCase,
  outcome: RunOutcome,
  events: readonly RunEvent[],
): ConformanceCase["expect"] {
  const ended = new Map<string, TaskOutcome>(outcome.tasks);
  const reads = readsOf(events);
  const observed = tasks.map((task): [string, ExpectedTask] => {
    return [task.id, observeTask(task, ended.get(task.id), reads.get(task.id))];
  });
  return { phase: outcome.phase, tasks: Object.fromEntries(observed) };
}

function observeTask(
  task: CaseTask,
  outcome: TaskOutcome | undefined,
  reads: unknown,
): ExpectedTask {
  if (outcome === undefined) return { phase: "(never ended)" };
  const { phase, attempts, items = [] } = outcome;
  if (task.kind !== "mapped") {
    return { phase, attempts, ...(isReads(reads) && task.reads !== undefined ? { reads } : {}) };
  }
  return {
    phase,
    items: items.map((item) => ({
      phase: item.phase,
      attempts: item.attempts,
      item: decodeValue(item.item),
    })),
  };
}

/** What the tasks say that arrived. */
function readsOf(events: readonly RunEvent[]): ReadonlyMap<string, unknown> {
  const reads = new Map<string, unknown>();
  for (const event of events) {
    if (event.kind === "log" && event.record.msg === "played") {
      reads.set(event.taskId, event.record.reads);
    }
  }
  return reads;
}

function isReads(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

import type { TaskSpec } from "../../src/core/spec.ts";
import type { EndDecision } from "./decide-task.ts";
import type { RunEventBody } from "./run-event.ts";
import { NO_TEXTS, type TaskOutcome } from "./run-outcome.ts";

/** The outcome of a task that ends without running. */
export function endUnrun(task: TaskSpec, decision: EndDecision): TaskOutcome {
  const ended = {
    taskId: task.taskId,
    attempts: 0,
    inputs: NO_TEXTS,
    outputs: NO_TEXTS,
    ...(task.over === undefined ? {} : { items: [] }),
  };
  switch (decision.kind) {
    case "omit":
      return { ...ended, phase: "Omitted", omittedBy: decision.failed };
    case "skip":
      return { ...ended, phase: "Skipped", skippedBy: decision.cause };
    case "error":
      return { ...ended, phase: "Error", message: decision.message };
    case "late":
      return { ...ended, phase: "Failed", message: decision.message };
  }
}

/** What is told when a task has ended. */
export function endEvent(outcome: TaskOutcome): RunEventBody {
  const { taskId, skippedBy, omittedBy } = outcome;
  if (skippedBy !== undefined) return { kind: "task-skipped", taskId, cause: skippedBy, outcome };
  if (omittedBy !== undefined) return { kind: "task-omitted", taskId, failed: omittedBy, outcome };
  return { kind: "task-finished", taskId, outcome };
}

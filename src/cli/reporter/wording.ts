// The words of a local run: one entry for each kind of event.

import type { RunEvent, SkipCause, StopReason } from "../../../runtime/local/run-event.ts";
import type { TaskOutcome } from "../../../runtime/local/run-outcome.ts";
import { formatDuration } from "../../core/duration.ts";
import { formatInZone } from "../../core/timezone.ts";
import { padEnd } from "../table.ts";
import { logLines } from "./log-lines.ts";
import { MARKS } from "./marks.ts";
import { plural } from "./plural.ts";
import { attemptName, type RunStyle } from "./run-style.ts";
import { tellsOfStop, wasStopped } from "./was-stopped.ts";

type EventKind = RunEvent["kind"];
type EventMap = { readonly [K in EventKind]: Extract<RunEvent, { kind: K }> };
type Wording = { readonly [K in EventKind]: (event: EventMap[K], style: RunStyle) => string };

/** The lines that tell of an event, each with its line break; empty where there is nothing to tell. */
export function wordsOf(event: RunEvent, style: RunStyle): string {
  return tell(event.kind, event, style);
}

function tell<K extends EventKind>(kind: K, event: EventMap[K], style: RunStyle): string {
  return WORDING[kind](event, style);
}

const WORDING: Wording = {
  "run-started": ({ dagId, executionDate, taskIds }, { paint, timezone }) => {
    const date = formatInZone(timezone, executionDate);
    return `${paint("bold", dagId)}  ${plural(taskIds.length, "task")}, execution date ${date}\n\n`;
  },
  "task-started": () => "",
  "task-reused": ({ taskId }, style) =>
    line("Succeeded", taskId, style.paint("dim", "kept from the earlier run"), style),
  "attempt-started": () => "",
  "attempt-failed": ({ taskId, mapIndex, tryNumber, message, retryIn, waits }, style) => {
    if (retryIn === undefined) return "";
    const pause = retryIn === 0 ? "now" : `in ${formatDuration(retryIn)}`;
    const passed = retryIn === 0 || waits === true ? "" : " (not waited for)";
    const [first = ""] = message.split("\n");
    const text = `try ${tryNumber} failed: ${first}; tries again ${pause}${passed}`;
    return line("retry", attemptName(taskId, mapIndex), text, style);
  },
  log: (event, style) =>
    tellsOfStop(event.record.msg) ? "" : logLines(event, event.record, style),
  "task-progress": () => "",
  "item-finished": ({ taskId, mapIndex, outcome }, style) => {
    if (outcome.phase === "Succeeded" || wasStopped(outcome)) return "";
    return line(outcome.phase, attemptName(taskId, mapIndex), firstLine(outcome), style);
  },
  "task-finished": ({ taskId, outcome }, style) =>
    line(
      wasStopped(outcome) ? "stopped" : outcome.phase,
      taskId,
      describeEnd(outcome, style),
      style,
    ),
  "task-skipped": ({ taskId, cause }, style) =>
    line("Skipped", taskId, `skipped: ${skipReason(cause)}`, style),
  "task-omitted": ({ taskId, failed }, style) =>
    line("Omitted", taskId, `omitted: ${failureReason(failed)}`, style),
  "run-stopping": ({ reason }, { paint }) => `\n${paint("yellow", STOPPING[reason])}\n`,
  "run-finished": () => "",
};

const STOPPING: Readonly<Record<StopReason, string>> = {
  interrupted: "stopping: waiting for the running tasks to end; Ctrl-C again ends them at once",
  "dagrun-timeout": "stopping: the run took longer than the DAG's dagrunTimeout",
};

function line(kind: keyof typeof MARKS, name: string, text: string, style: RunStyle): string {
  const [mark, color] = MARKS[kind];
  return `${style.paint(color, mark)} ${padEnd(name, style.idWidth)}   ${text}\n`;
}

function describeEnd(outcome: TaskOutcome, { paint }: RunStyle): string {
  const facts = [...countsOf(outcome), ...tookOf(outcome)].join(", ");
  if (outcome.phase === "Succeeded") return facts;
  const what = wasStopped(outcome) ? "stopped" : firstLine(outcome);
  return facts === "" ? what : `${what} ${paint("dim", `(${facts})`)}`;
}

function firstLine({ message = "", phase }: Pick<TaskOutcome, "message" | "phase">): string {
  return message.split("\n", 1).join("") || phase;
}

/** How many items or tries there were, where there was more than one. */
export function countsOf({ items, attempts }: Pick<TaskOutcome, "items" | "attempts">): string[] {
  if (items !== undefined) return [plural(items.length, "item")];
  return attempts > 1 ? [plural(attempts, "try", "tries")] : [];
}

/** How long something took, where it ran at all. */
export function tookOf({
  startedAt,
  finishedAt,
}: Pick<TaskOutcome, "startedAt" | "finishedAt">): string[] {
  if (startedAt === undefined || finishedAt === undefined) return [];
  return [formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000)];
}

/** Why a task was skipped, as the end of a sentence. */
export function skipReason(cause: SkipCause): string {
  return SKIPS[cause.by](cause.taskId, "rule" in cause ? cause.rule : "");
}

const SKIPS: Readonly<Record<SkipCause["by"], (taskId: string, rule: string) => string>> = {
  "short-circuit": (taskId) => `short circuit "${taskId}" stopped it`,
  branch: (taskId) => `"${taskId}" chose another way`,
  "trigger-rule": (taskId, rule) => `${rule} of "${taskId}" found nothing to do`,
  "empty-list": (taskId) => `the list of "${taskId}" is empty`,
};

type UnrunTask = Pick<TaskOutcome, "phase" | "skippedBy"> & {
  readonly omittedBy?: readonly string[];
};

/** What a task that never ran says instead of how long it took. */
export function describeUnrun(task: UnrunTask): string {
  const { phase, skippedBy, omittedBy } = task;
  if (skippedBy !== undefined) return `skipped: ${skipReason(skippedBy)}`;
  return omittedBy === undefined ? phase.toLowerCase() : `omitted: ${failureReason(omittedBy)}`;
}

const MOST_NAMED = 3;

/** Which failures kept a task from running, as the end of a sentence. */
export function failureReason(failed: readonly string[]): string {
  const named = failed.slice(0, MOST_NAMED).map((taskId) => `"${taskId}"`);
  const more = failed.length > MOST_NAMED ? ` and ${failed.length - MOST_NAMED} more` : "";
  return named.length === 0 ? "something above it failed" : `${named.join(", ")}${more} failed`;
}

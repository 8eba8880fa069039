// What went wrong in a run and what did not run, with the reasons.

import type { TaskOutcome } from "../../../runtime/local/run-outcome.ts";
import type { Location } from "../../core/location.ts";
import type { Phase } from "../../core/phases.ts";
import type { Paint } from "../paint.ts";
import { printPlace } from "../print-problems.ts";
import { MARKS } from "./marks.ts";
import { plural } from "./plural.ts";
import { attemptName, type RunStyle } from "./run-style.ts";
import { wasStopped } from "./was-stopped.ts";
import { failureReason, skipReason } from "./wording.ts";

/** A task that ended, of a run that goes on or of one that was kept. */
export type EndedTask = Omit<TaskOutcome, "omittedBy"> & { readonly omittedBy?: readonly string[] };

/** Where a task failed, or where it was written; undefined where that is not known. */
export type PlaceOf = (taskId: string) => Location | undefined;

export type ReasonStyle = Pick<RunStyle, "paint" | "cwd">;

const MOST_TOLD = 10;

/** Empty where all went well. */
export function printReasons(
  tasks: readonly EndedTask[],
  placeOf: PlaceOf,
  style: ReasonStyle,
): string {
  const failed = tasks.filter((task) => isFailed(task) && !wasStopped(task));
  const more = failed.length - MOST_TOLD;
  return [
    ...failed.slice(0, MOST_TOLD).map((task) => printFailure(task, placeOf(task.taskId), style)),
    more > 0 ? `  and ${plural(more, "more task")} failed\n` : "",
    printStopped(tasks.filter(wasStopped), style.paint),
    ...printUnrun(tasks, style.paint),
  ].join("");
}

function isFailed({ phase }: Pick<TaskOutcome, "phase">): boolean {
  return phase === "Failed" || phase === "Error";
}

const MOST_LINES = 3;

/** Of a fan-out, the first item that failed stands for the others. */
function printFailure(task: EndedTask, place: Location | undefined, style: ReasonStyle): string {
  const { paint, cwd } = style;
  const failedItems = task.items?.filter(isFailed) ?? [];
  const [item] = failedItems;
  const { attempts, message = "" } = item ?? task;
  const after = attempts > 1 ? ` after ${plural(attempts, "try", "tries")}` : "";
  const others = failedItems.length - 1;
  const name = attemptName(task.taskId, item?.mapIndex ?? -1);
  return [
    `${mark("Failed", paint)} ${paint("bold", name)} failed${after}\n`,
    ...message.split("\n", MOST_LINES).map((line) => `    ${line}\n`),
    others > 0 ? `    and ${plural(others, "more item")} failed\n` : "",
    place === undefined ? "" : `    ${paint("dim", `at ${printPlace(place, cwd)}`)}\n`,
  ].join("");
}

function printStopped(tasks: readonly EndedTask[], paint: Paint): string {
  if (tasks.length === 0) return "";
  return `${mark("stopped", paint)} stopped ${listIds(tasks.map(({ taskId }) => taskId))}\n`;
}

/** Gathered by the reason: one short circuit may skip hundreds. */
function printUnrun(tasks: readonly EndedTask[], paint: Paint): readonly string[] {
  const byReason = new Map<string, { readonly phase: Phase; readonly ids: string[] }>();
  for (const { taskId, phase, skippedBy, omittedBy } of tasks) {
    const reason = skippedBy ? skipReason(skippedBy) : omittedBy && failureReason(omittedBy);
    if (reason === undefined) continue;
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, { phase, ids: [taskId] });
    else known.ids.push(taskId);
  }
  return [...byReason].map(
    ([reason, { phase, ids }]) =>
      `${mark(phase, paint)} ${phase.toLowerCase()} ${listIds(ids)}: ${reason}\n`,
  );
}

/** The tasks that a stopped run never came to; empty where there are none. */
export function printUnreached(taskIds: readonly string[], paint: Paint): string {
  return taskIds.length === 0 ? "" : `${paint("dim", "·")} not reached: ${listIds(taskIds)}\n`;
}

function mark(kind: keyof typeof MARKS, paint: Paint): string {
  const [sign, color] = MARKS[kind];
  return paint(color, sign);
}

const MOST_IDS = 6;

function listIds(ids: readonly string[]): string {
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : "";
  return `${ids.slice(0, MOST_IDS).join(", ")}${more}`;
}

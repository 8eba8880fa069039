// The end of a run: what failed and why, what was skipped or omitted and because of what, and the counts.

import type { RunOutcome, TaskOutcome } from "../../../runtime/local/run-outcome.ts";
import { formatDuration } from "../../core/duration.ts";
import { MARKS } from "./marks.ts";
import { type PlaceOf, printReasons, printUnreached } from "./print-reasons.ts";
import type { RunStyle } from "./run-style.ts";
import { wasStopped } from "./was-stopped.ts";

export interface Summary {
  readonly outcome: RunOutcome;
  /** Of all tasks of the run. */
  readonly taskIds: readonly string[];
  readonly placeOf: PlaceOf;
  /** Whether the run can be resumed. */
  readonly isKept: boolean;
}

export function printSummary(summary: Summary, style: RunStyle): string {
  const { outcome, taskIds, placeOf, isKept } = summary;
  const { paint } = style;
  const ended = new Map<string, TaskOutcome>(outcome.tasks);
  const unreached = taskIds.filter((taskId) => !ended.has(taskId));
  const reasons =
    printReasons([...ended.values()], placeOf, style) + printUnreached(unreached, paint);
  const resume =
    isKept && outcome.phase !== "Succeeded" ? ", airgo run --resume goes on with it" : "";
  return [
    "\n",
    reasons === "" ? "" : `${reasons}\n`,
    printEnd(outcome, style),
    `  ${paint("dim", `run ${outcome.runId}${resume}`)}\n`,
  ].join("");
}

const STOPPED_ENDS = {
  interrupted: "was interrupted",
  "dagrun-timeout": "took longer than its dagrunTimeout",
} as const;

function printEnd(outcome: RunOutcome, { paint }: RunStyle): string {
  const { dagId, phase, stopped, startedAt, finishedAt, tasks } = outcome;
  const [mark, color] = MARKS[stopped === undefined ? phase : "stopped"];
  const end = stopped === undefined ? phase.toLowerCase() : STOPPED_ENDS[stopped];
  const took = formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000);
  const counts = countEnds([...tasks.values()]);
  return `${paint(color, mark)} ${paint("bold", dagId)} ${paint(color, end)} after ${took}${counts}\n`;
}

const ENDS = ["Succeeded", "Failed", "Error", "stopped", "Skipped", "Omitted"] as const;

function countEnds(tasks: readonly TaskOutcome[]): string {
  const ends = tasks.map((task) => (wasStopped(task) ? "stopped" : task.phase));
  const counts = ENDS.flatMap((end) => {
    const count = ends.filter((other) => other === end).length;
    return count === 0 ? [] : [`${count} ${end.toLowerCase()}`];
  });
  return counts.length === 0 ? "" : `: ${counts.join(", ")}`;
}

// The end of a run: what failed and why, what was skipped or omitted and because of what, and the counts.

import type { RunOutcome, TaskOutcome } from "../../../runtime/local/run-outcome.ts";
import { formatDuration } from "../../core/duration.ts";
import type { Location } from "../../core/location.ts";
import type { Phase } from "../../core/phases.ts";
import { printPlace } from "../print-problems.ts";
import { MARKS } from "./marks.ts";
import { plural } from "./plural.ts";
import { attemptName, type RunStyle } from "./run-style.ts";
import { failureReason, skipReason } from "./wording.ts";

export interface Summary {
  readonly outcome: RunOutcome;
  /** Where a task failed, or where it was written. */
  readonly placeOf: (taskId: string) => Location | undefined;
}

export function printSummary({ outcome, placeOf }: Summary, style: RunStyle): string {
  const reasons = printReasons([...outcome.tasks.values()], placeOf, style);
  return ["\n", reasons, ...(reasons === "" ? [] : ["\n"]), printEnd(outcome, style)].join("");
}

/** What failed, was skipped or was omitted, and why; empty where all went well. */
export function printReasons(
  tasks: readonly TaskOutcome[],
  placeOf: Summary["placeOf"],
  style: RunStyle,
): string {
  const failed = tasks.filter(({ phase }) => phase === "Failed" || phase === "Error");
  return [
    failed.slice(0, MOST_TOLD).map((task) => printFailure(task, placeOf(task.taskId), style)),
    failed.length > MOST_TOLD ? [`  and ${failed.length - MOST_TOLD} more\n`] : [],
    printUnrun(tasks, style),
  ]
    .flat()
    .join("");
}

const MOST_TOLD = 10;
const MOST_LINES = 3;

function printFailure(task: TaskOutcome, place: Location | undefined, style: RunStyle): string {
  const { paint, cwd } = style;
  const [mark, color] = MARKS[task.phase];
  const item = task.items?.find(({ phase }) => phase !== "Succeeded");
  const attempts = item?.attempts ?? task.attempts;
  const after = attempts > 1 ? ` after ${attempts} tries` : "";
  const message = (item?.message ?? task.message ?? "").split("\n").slice(0, MOST_LINES);
  const failedItems = task.items?.filter(({ phase }) => phase !== "Succeeded") ?? [];
  const more = failedItems.length > 1 ? [`and ${plural(failedItems.length - 1, "more item")} failed`] : [];
  const lines = [
    ...message,
    ...more,
    ...(place === undefined ? [] : [paint("dim", `at ${printPlace(place, cwd)}`)]),
  ];
  const name = attemptName(task.taskId, item?.mapIndex ?? -1);
  const title = `${paint(color, mark)} ${paint("bold", name)} ${paint(color, `failed${after}`)}`;
  return [title, ...lines.map((line) => `    ${line}`)].map((line) => `${line}\n`).join("");
}

/** Tasks that did not run, gathered by the reason: one short circuit may skip hundreds. */
function printUnrun(tasks: readonly TaskOutcome[], { paint }: RunStyle): string[] {
  const byReason = new Map<string, { readonly phase: Phase; readonly ids: string[] }>();
  for (const { taskId, phase, skippedBy, omittedBy } of tasks) {
    const reason = skippedBy ? skipReason(skippedBy) : omittedBy && failureReason(omittedBy);
    if (reason === undefined) continue;
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, { phase, ids: [taskId] });
    else known.ids.push(taskId);
  }
  return [...byReason].map(([reason, { phase, ids }]) => {
    const [mark, color] = MARKS[phase];
    return `${paint(color, mark)} ${phase.toLowerCase()} ${listIds(ids)}: ${reason}\n`;
  });
}

const MOST_IDS = 6;

function listIds(ids: readonly string[]): string {
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : "";
  return `${ids.slice(0, MOST_IDS).join(", ")}${more}`;
}

const COUNTED: readonly Phase[] = ["Succeeded", "Failed", "Error", "Skipped", "Omitted"];

function printEnd(outcome: RunOutcome, { paint }: RunStyle): string {
  const { dagId, runId, phase, stopped, startedAt, finishedAt } = outcome;
  const [mark, color] = MARKS[phase];
  const took = formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000);
  const counts = COUNTED.map((counted) => {
    const count = [...outcome.tasks.values()].filter((task) => task.phase === counted).length;
    return count === 0 ? "" : `${count} ${counted.toLowerCase()}`;
  }).filter((text) => text !== "");
  const end = stopped === undefined ? phase.toLowerCase() : `was ${ENDS[stopped]}`;
  return (
    `${paint(color, mark)} ${paint("bold", dagId)} ${paint(color, end)} after ${took}: ${counts.join(", ")}\n` +
    `  ${paint("dim", `run ${runId}`)}\n`
  );
}

const ENDS = { interrupted: "interrupted", "dagrun-timeout": "stopped at its dagrunTimeout" } as const;

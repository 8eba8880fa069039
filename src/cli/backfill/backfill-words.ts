// The words of a backfill: one entry for each kind of event.

import type { BackfillEvent, BackfillProgress } from "../../cluster/backfill-event.ts";
import type { LedgerEntry } from "../../cluster/backfill-ledger.ts";
import type { BackfillPlan, PlannedRun } from "../../cluster/plan-backfill.ts";
import { formatDuration } from "../../core/duration.ts";
import { formatInZone } from "../../core/timezone.ts";
import { outageWords } from "../outage-words.ts";
import type { Paint } from "../paint.ts";
import { MARKS } from "../reporter/marks.ts";
import { plural } from "../reporter/plural.ts";

/** What the words depend on beside the events. */
export interface BackfillStyle {
  readonly paint: Paint;
  readonly plan: BackfillPlan;
  /** Of the DAG. */
  readonly timezone: string;
}

type EventKind = BackfillEvent["kind"];
type EventMap = { readonly [K in EventKind]: Extract<BackfillEvent, { kind: K }> };
type Wording = { readonly [K in EventKind]: (event: EventMap[K], style: BackfillStyle) => string };

/** The lines that tell of an event, each with its line break; empty where there is nothing to tell. */
export function wordsOf(event: BackfillEvent, style: BackfillStyle): string {
  return tell(event.kind, event, style);
}

function tell<K extends EventKind>(kind: K, event: EventMap[K], style: BackfillStyle): string {
  return WORDING[kind](event, style);
}

const WORDING: Wording = {
  "backfill-started": ({ counts, maxActive, replaced }, style) => {
    const { paint, plan } = style;
    const there = plan.runs.length - counts.missing;
    const known = there === 0 ? "" : `, ${there} of them there already`;
    const bound = `at most ${maxActive} at a time`;
    const title = `${paint("bold", plan.dagId)}  ${plural(plan.runs.length, "run")}${known}, ${bound}\n`;
    return [title, ...replaced.map((entry) => `${describeReplaced(entry, style)}\n`)].join("");
  },
  "run-created": () => "",
  "run-existed": () => "",
  "run-deleted": () => "",
  "run-ended": ({ entry }, style) => `${describeEnd(entry, style)}\n`,
  "run-lost": ({ run }, style) => `${describeLost(run, style)}\n`,
  "backfill-progress": () => "",
  "backfill-finished": () => "",
  "cluster-unreachable": (event, { paint }) => outageWords(event, paint),
  "cluster-reachable": (event, { paint }) => outageWords(event, paint),
};

function describeReplaced({ run, found }: LedgerEntry, style: BackfillStyle): string {
  const was = found?.phase ?? "Failed";
  return line({ kind: "retry", run, text: `to be done again; it was ${was}` }, style);
}

/** How a run ended, in one line. */
export function describeEnd({ run, found }: LedgerEntry, style: BackfillStyle): string {
  const phase = found?.phase === "Failed" || found?.phase === "Error" ? found.phase : "Succeeded";
  const [message = ""] = (found?.message ?? "").split("\n");
  const why = phase === "Succeeded" ? [] : [message || phase.toLowerCase()];
  const text = [...why, ...tookOf(found)].join(", ");
  return line({ kind: phase, run, text }, style);
}

function tookOf(found: LedgerEntry["found"]): string[] {
  if (found?.startedAt === undefined || found.finishedAt === undefined) return [];
  return [formatDuration((Date.parse(found.finishedAt) - Date.parse(found.startedAt)) / 1000)];
}

export function describeLost(run: PlannedRun, style: BackfillStyle): string {
  return line({ kind: "Omitted", run, text: "was deleted before its end was seen" }, style);
}

interface Line {
  readonly kind: keyof typeof MARKS;
  readonly run: PlannedRun;
  readonly text: string;
}

function line({ kind, run, text }: Line, { paint, timezone }: BackfillStyle): string {
  const [mark, color] = MARKS[kind];
  return `${paint(color, mark)} ${run.name}  ${formatInZone(timezone, run.tick)}  ${text}`.trimEnd();
}

/** How far it is; what matters most comes first. */
export function progressWords(progress: BackfillProgress, paint: Paint): string[] {
  const { succeeded, failed, lost, active, missing, others, secondsLeft } = progress;
  return [
    `${succeeded} done`,
    ...(failed > 0 ? [paint("red", `${failed} failed`)] : []),
    ...(lost > 0 ? [paint("red", `${lost} lost`)] : []),
    `${active} running`,
    `${missing} left`,
    ...(secondsLeft === undefined
      ? []
      : [paint("dim", `about ${formatDuration(secondsLeft)} to go`)]),
    ...(others > 0 ? [paint("yellow", `${others} of other backfills running`)] : []),
  ];
}

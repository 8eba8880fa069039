import type { BackfillSummary } from "../../cluster/backfill-event.ts";
import { MARKS } from "../reporter/marks.ts";
import { plural } from "../reporter/plural.ts";
import { type BackfillStyle, describeEnd, describeLost } from "./backfill-words.ts";

const MOST_TOLD = 20;

/** The end: what did not succeed, and what to do about it. */
export function printBackfillSummary(summary: BackfillSummary, style: BackfillStyle): string {
  const { counts, created, failed, lost } = summary;
  const { paint, plan } = style;
  const bad = [
    ...failed.map((entry) => describeEnd(entry, style)),
    ...lost.map(({ run }) => describeLost(run, style)),
  ];
  const more = bad.length > MOST_TOLD ? [`  and ${bad.length - MOST_TOLD} more`] : [];
  const [mark, color] = MARKS[resultOf(summary)];
  const result = `${counts.succeeded} of ${plural(plan.runs.length, "run")} succeeded`;
  const end = `${paint(color, mark)} ${paint("bold", plan.dagId)} ${result}, ${created} created now`;
  return [...bad.slice(0, MOST_TOLD), ...more, end, ...advice(summary)]
    .map((line) => `${line}\n`)
    .join("");
}

function resultOf(summary: BackfillSummary) {
  if (hasSucceeded(summary)) return "Succeeded";
  return summary.interrupted ? "stopped" : "Failed";
}

/** Nothing is left, and nothing went wrong. */
export function hasSucceeded({ counts }: BackfillSummary): boolean {
  const { missing, active, failed, lost } = counts;
  return missing + active + failed + lost === 0;
}

function advice({ counts, failed, interrupted }: BackfillSummary): string[] {
  const goOn = `  interrupted: ${counts.active} still running in the cluster, ${counts.missing} not created; the same command goes on`;
  const again = "  to do the failed ones again: the same command with --rerun-failed";
  return [...(interrupted ? [goOn] : []), ...(failed.length > 0 ? [again] : [])];
}

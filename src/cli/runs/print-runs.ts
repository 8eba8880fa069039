import type { RunRecord } from "../../../runtime/local/run-record.ts";
import { formatDuration } from "../../core/duration.ts";
import type { Paint } from "../paint.ts";
import { MARKS } from "../reporter/marks.ts";
import { type Column, printRecords } from "../table.ts";

export interface RunsStyle {
  readonly paint: Paint;
  /** Columns of the terminal; undefined where lines may be as long as they are. */
  readonly width: number | undefined;
}

/** A line for each run. */
export function printRuns(runs: readonly RunRecord[], { paint, width }: RunsStyle): string {
  const columns: readonly Column<RunRecord>[] = [
    { title: "RUN", cell: ({ runId }) => runId },
    { title: "RESULT", cell: (run) => resultText(run, paint) },
    { title: "DATE", cell: ({ executionDate }) => shortTime(executionDate) },
    { title: "STARTED", cell: ({ startedAt }) => shortTime(startedAt) },
    { title: "TOOK", cell: tookText, right: true },
    { title: "DAG", cell: ({ dagId }) => dagId },
  ];
  return printRecords(runs, columns, { heading: (title) => paint("dim", title), width });
}

/** The mark and the word of how a run ended. */
export function resultText({ phase, stopped }: RunRecord, paint: Paint): string {
  const [mark, color] = MARKS[stopped === undefined ? phase : "stopped"];
  const word = stopped === undefined ? phase : STOPPED_WORDS[stopped];
  // Nothing tells a run that goes on from one that was killed.
  return `${paint(color, mark)} ${word === "Running" ? "Unfinished" : word}`;
}

const STOPPED_WORDS = { interrupted: "Interrupted", "dagrun-timeout": "Timed out" } as const;

/** In UTC, as ids of runs and logs have it: `2026-03-01 10:22:01Z`. */
export function shortTime(rfc3339: string): string {
  return `${rfc3339.slice(0, 19).replace("T", " ")}Z`;
}

export function tookText({
  startedAt,
  finishedAt,
}: Pick<RunRecord, "startedAt" | "finishedAt">): string {
  if (finishedAt === undefined) return "";
  return formatDuration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

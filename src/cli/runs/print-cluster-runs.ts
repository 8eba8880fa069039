import type { ListedRun } from "../../cluster/list-cluster-runs.ts";
import { formatDuration } from "../../core/duration.ts";
import type { Paint } from "../paint.ts";
import { MARKS } from "../reporter/marks.ts";
import { type Column, printRecords } from "../table.ts";
import { type RunsStyle, shortTime } from "./print-runs.ts";

/** A line for each run in the cluster. */
export function printClusterRuns(runs: readonly ListedRun[], { paint, width }: RunsStyle): string {
  const columns: readonly Column<ListedRun>[] = [
    { title: "RUN", cell: ({ name }) => name },
    { title: "RESULT", cell: ({ phase }) => phaseText(phase, paint) },
    { title: "DATE", cell: ({ executionDate }) => timeText(executionDate) },
    { title: "STARTED", cell: ({ startedAt }) => timeText(startedAt) },
    { title: "TOOK", cell: tookText, right: true },
    { title: "KIND", cell: ({ runType }) => runType },
    { title: "DAG", cell: ({ dagId }) => dagId },
  ];
  return printRecords(runs, columns, { heading: (title) => paint("dim", title), width });
}

function phaseText(phase: ListedRun["phase"], paint: Paint): string {
  if (phase === undefined || phase === "Pending") return "  Pending";
  const [mark, color] = MARKS[phase];
  return `${paint(color, mark)} ${phase}`;
}

function timeText(time: Date | undefined): string {
  return time === undefined ? "" : shortTime(time.toISOString());
}

function tookText({ startedAt, finishedAt }: ListedRun): string {
  if (startedAt === undefined || finishedAt === undefined) return "";
  return formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000);
}

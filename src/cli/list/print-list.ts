import type { Paint } from "../paint.ts";
import { type Column, printRecords } from "../table.ts";
import type { DagSummary } from "./summarize-dag.ts";
import { tickText } from "./tick-text.ts";

// The first columns are those that a narrow terminal keeps.
const COLUMNS: readonly Column<DagSummary>[] = [
  { title: "DAG", cell: ({ dagId }) => dagId },
  { title: "TASKS", cell: ({ tasks }) => String(tasks), right: true },
  { title: "SCHEDULE", cell: ({ schedules }) => schedules.join(" | ") || "by hand" },
  { title: "NEXT", cell: ({ next, timezone }) => tickText(next, timezone) },
  { title: "ZONE", cell: ({ timezone, schedules }) => (schedules.length > 0 ? timezone : "") },
  { title: "FILE", cell: ({ file }) => file },
  { title: "TEMPLATE", cell: ({ templates }) => without(templates, "default").join(", ") },
];

function without(names: readonly string[], usual: string): readonly string[] {
  return names.every((name) => name === usual) ? [] : names;
}

export interface ListStyle {
  readonly paint: Paint;
  /** Columns of the terminal; undefined where the table may be as wide as it is. */
  readonly width: number | undefined;
}

export function printList(dags: readonly DagSummary[], { paint, width }: ListStyle): string {
  return printRecords(dags, COLUMNS, { heading: (title) => paint("dim", title), width });
}

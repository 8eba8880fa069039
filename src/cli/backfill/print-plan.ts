import type { BackfillPlan } from "../../cluster/plan-backfill.ts";
import { formatRfc3339 } from "../../core/dates.ts";
import { formatInZone } from "../../core/timezone.ts";
import { jsonLine } from "../json-line.ts";
import type { Paint } from "../paint.ts";
import { type Column, printRecords } from "../table.ts";

export interface PlanStyle {
  readonly paint: Paint;
  /** Of the DAG. */
  readonly timezone: string;
}

/** The ticks of a backfill and the names of their runs, a line each. */
export function printPlan({ runs }: BackfillPlan, { paint, timezone }: PlanStyle): string {
  const columns: readonly Column<BackfillPlan["runs"][number]>[] = [
    { title: "EXECUTION DATE", cell: ({ tick }) => formatRfc3339(tick) },
    {
      title: "ON THE DAG'S CLOCKS",
      cell: ({ tick }) => (timezone === "UTC" ? "" : formatInZone(timezone, tick)),
    },
    { title: "RUN", cell: ({ name }) => name },
  ];
  return printRecords(runs, columns, { heading: (title) => paint("dim", title) });
}

/** The same for machines. */
export function planJson({ runs }: BackfillPlan): string {
  return runs.map(({ name, tick }) => jsonLine({ name, executionDate: tick })).join("");
}

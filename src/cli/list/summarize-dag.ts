// What `airgo list` says of a DAG, as plain data: the tables print it, and `--json` gives it as it is.

import { nextTicks } from "../../core/schedule.ts";
import type { DagSpec } from "../../core/spec.ts";
import { schedulesOf } from "../../core/ticks-of.ts";

/** A line of `airgo list`. */
export interface DagSummary {
  readonly dagId: string;
  readonly description: string | undefined;
  readonly schedules: readonly string[];
  readonly timezone: string;
  /** The next times at which it fires; none where it is suspended or only runs by hand. */
  readonly next: readonly Date[];
  readonly tasks: number;
  /** Names of container templates. */
  readonly templates: readonly string[];
  readonly image: string;
  /** From the project's root. */
  readonly file: string;
}

export interface DagSource {
  readonly spec: DagSpec;
  readonly file: string;
}

export interface SummaryOptions {
  readonly now: Date;
  /** Of the project's pods. */
  readonly image: string;
}

const TICKS = 3;

export function summarizeDag(
  { spec, file }: DagSource,
  { now, image }: SummaryOptions,
): DagSummary {
  return {
    dagId: spec.dagId,
    description: spec.description,
    schedules: spec.schedules,
    timezone: spec.timezone,
    next: upcomingTicks(spec, now),
    tasks: spec.tasks.length,
    templates: [...new Set(spec.tasks.map((task) => task.template))].sort(),
    image,
    file,
  };
}

/** A suspended DAG fires never; one that has ended, no more; one that has not begun, only after its start. */
function upcomingTicks(spec: DagSpec, now: Date): readonly Date[] {
  if (spec.suspend) return [];
  const { timezone, startDate, endDate } = spec;
  const begins = startDate === undefined ? 0 : new Date(startDate).getTime() - 1;
  const after = new Date(Math.max(now.getTime(), begins));
  const ticks = nextTicks({ schedules: schedulesOf(spec), timezone, after, count: TICKS });
  return endDate === undefined ? ticks : ticks.filter((tick) => tick <= new Date(endDate));
}

import { parseDate } from "./dates.ts";
import { AirgoError } from "./errors.ts";
import { type CronSchedule, parseSchedule, ticks } from "./schedule.ts";
import type { DagSpec } from "./spec.ts";

/** The fire times of a DAG's schedules, both ends inclusive. */
export function ticksOf(spec: DagSpec, from: Date | string, to: Date | string): Date[] {
  const { timezone } = spec;
  const range = { from: dateOf(spec, from), to: dateOf(spec, to) };
  return [...ticks({ schedules: schedulesOf(spec), timezone, ...range })];
}

/** The parsed schedules of a checked DAG. */
export function schedulesOf(spec: DagSpec): CronSchedule[] {
  return spec.schedules.flatMap((text) => {
    const parsed = parseSchedule(text);
    return parsed.ok ? [parsed.value] : []; // the spec holds only texts that parse
  });
}

function dateOf(spec: DagSpec, value: Date | string): Date {
  const parsed = parseDate(value, spec.timezone);
  if (parsed.ok) return parsed.value;
  throw new AirgoError("invalid-date", parsed.complaint.what, { hint: parsed.complaint.hint });
}

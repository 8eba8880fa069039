// Schedules: which texts Argo takes, and when its controller fires them.

import { accept, type Parsed, refuse, show } from "./parsed.ts";
import { QUARTZ_ITEM } from "./schedule/cron-field.ts";
import type { CronSchedule } from "./schedule/cron-schedule.ts";
import { parseCronText } from "./schedule/cron-text.ts";
import { nearestSchedules } from "./schedule/nearest-schedule.ts";
import { nextTick } from "./schedule/next-tick.ts";
import { type OffsetAt, zoneOffsets } from "./schedule/zone-offsets.ts";

export type { CronSchedule } from "./schedule/cron-schedule.ts";

const EXAMPLES = 'write five fields such as "30 4 * * 1-5", or a preset such as "@daily"';

/** A cron text that both of Argo's validators take and that fires at some time. */
export function parseSchedule(text: unknown): Parsed<CronSchedule> {
  if (typeof text !== "string") return refuse(`schedule ${show(text)} is not a text`, EXAMPLES);
  const schedule = parseCronText(text);
  return typeof schedule === "string" ? refuse(schedule, hintFor(text)) : accept(schedule);
}

function hintFor(text: string): string {
  if (/^@(?:once|reboot|none)$/i.test(text.trim())) {
    return "leave the schedule out, or write null: the DAG then only runs by hand";
  }
  const near = nearestSchedules(text).map((candidate) => `"${candidate}"`);
  if (near.length === 0) return EXAMPLES;
  const write = `write ${near.join(" or ")}`;
  if (text.includes("TZ=")) return `${write}, and the time zone in the option timezone`;
  if (text.split(/[\s,]+/).some((item) => QUARTZ_ITEM.test(item))) {
    return `${write}, and stop the runs of other days with a ShortCircuitOperator`;
  }
  return write;
}

/** Which ticks are asked for. */
export interface TickRange {
  readonly schedules: readonly CronSchedule[];
  /** IANA name. */
  readonly timezone: string;
  readonly from: Date;
  readonly to: Date;
}

/** The fire times from `from` to `to`, both inclusive, ascending; a time at which several schedules fire comes once. */
export function* ticks({ schedules, timezone, from, to }: TickRange): Generator<Date, void> {
  const last = to.getTime() / 1000;
  const before = Math.ceil(from.getTime() / 1000) - 1;
  for (const tick of ticksAfter(before, schedules, zoneOffsets(timezone))) {
    if (!(tick <= last)) return;
    yield new Date(tick * 1000);
  }
}

/** How many ticks are asked for, and after when. */
export interface NextTicks {
  readonly schedules: readonly CronSchedule[];
  /** IANA name. */
  readonly timezone: string;
  readonly after: Date;
  readonly count: number;
}

/** The first `count` fire times after `after`. */
export function nextTicks({ schedules, timezone, after, count }: NextTicks): Date[] {
  const found: Date[] = [];
  if (count <= 0) return found;
  const before = Math.floor(after.getTime() / 1000);
  for (const tick of ticksAfter(before, schedules, zoneOffsets(timezone))) {
    found.push(new Date(tick * 1000));
    if (found.length === count) break;
  }
  return found;
}

/** As the controller does, each schedule by itself, and each of its ticks from the one before. */
function* ticksAfter(
  after: number,
  schedules: readonly CronSchedule[],
  offsetAt: OffsetAt,
): Generator<number, void> {
  const never = Number.POSITIVE_INFINITY;
  const next = (schedule: CronSchedule, from: number) =>
    nextTick(schedule, offsetAt, from) ?? never;
  const waiting = schedules.map((schedule) => ({ schedule, tick: next(schedule, after) }));
  for (;;) {
    const tick = Math.min(...waiting.map((entry) => entry.tick));
    if (tick === never) return;
    yield tick;
    for (const entry of waiting) {
      if (entry.tick === tick) entry.tick = next(entry.schedule, tick);
    }
  }
}

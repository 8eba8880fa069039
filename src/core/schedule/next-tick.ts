// The next fire time of a schedule, step by step as SpecSchedule.Next of robfig/cron v3 finds it (Argo pins v3.0.1). The
// steps are kept because their order is the behaviour: where clocks change, the library fires twice, not at all, or on an
// unexpected day, and a backfill must name the very ticks that the controller names.

import type { CronSchedule } from "./cron-schedule.ts";
import type { OffsetAt } from "./zone-offsets.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const YEARS_TO_SEARCH = 5;

/** The first tick after `after` (whole seconds since 1970), or undefined where five years have none. */
export function nextTick(
  schedule: CronSchedule,
  offsetAt: OffsetAt,
  after: number,
): number | undefined {
  const clock = new WallClock(offsetAt, after + 1);
  const lastYear = clock.year + YEARS_TO_SEARCH;
  // A step that runs over into the next larger unit answers false, and all begin again: the larger one may not match now.
  const steps = [seekMonth, seekDay, seekHour, seekMinute, seekSecond];
  while (clock.year <= lastYear) {
    if (steps.every((step) => step(clock, schedule))) return clock.unix;
  }
  return undefined;
}

/** A time that is moved forward, read on the clock of one time zone. */
class WallClock {
  readonly #offsetAt: OffsetAt;
  unix: number;
  /** The smaller units have been reset, so that the search no longer stands at the time it began with. */
  moved = false;

  constructor(offsetAt: OffsetAt, unix: number) {
    this.#offsetAt = offsetAt;
    this.unix = unix;
  }

  /** Seconds that the wall clock shows, as if it were in UTC. */
  get #wall(): number {
    return this.unix + this.#offsetAt(this.unix);
  }

  get #date(): Date {
    return new Date(this.#wall * 1000);
  }

  get year(): number {
    return this.#date.getUTCFullYear();
  }

  get month(): number {
    return this.#date.getUTCMonth() + 1;
  }

  get day(): number {
    return this.#date.getUTCDate();
  }

  get weekday(): number {
    return this.#date.getUTCDay();
  }

  get hour(): number {
    return Math.floor(modulo(this.#wall, DAY) / HOUR);
  }

  get minute(): number {
    return Math.floor(modulo(this.#wall, HOUR) / MINUTE);
  }

  get second(): number {
    return modulo(this.#wall, MINUTE);
  }

  add(seconds: number): void {
    this.unix += seconds;
  }

  /** Moves the date and keeps the time of day, as Go's AddDate does. */
  addDate({ months = 0, days = 0 }: { readonly months?: number; readonly days?: number }): void {
    const date = this.#date;
    date.setUTCMonth(date.getUTCMonth() + months, date.getUTCDate() + days);
    this.#setWall(date.getTime() / 1000);
  }

  /** Back to the beginning of the month, day or hour, once in a search: it then only goes forward from there. */
  resetTo(unit: "month" | "day" | "hour"): void {
    if (this.moved) return;
    this.moved = true;
    const wall = this.#wall;
    const length = unit === "hour" ? HOUR : DAY;
    const days = unit === "month" ? this.day - 1 : 0;
    this.#setWall(wall - modulo(wall, length) - days * DAY);
  }

  // What Go's time.Date makes of a wall time: where clocks go forward it may be an hour off, where they go back it is one
  // of the two, and which one depends on the zone's side of UTC.
  #setWall(wall: number): void {
    this.unix = wall - this.#offsetAt(wall - this.#offsetAt(wall));
  }
}

function seekMonth(clock: WallClock, schedule: CronSchedule): boolean {
  while (!schedule.month.has(clock.month)) {
    clock.resetTo("month");
    clock.addDate({ months: 1 });
    if (clock.month === 1) return false;
  }
  return true;
}

function seekDay(clock: WallClock, schedule: CronSchedule): boolean {
  while (!dayMatches(clock, schedule)) {
    clock.resetTo("day");
    clock.addDate({ days: 1 });
    // Midnight does not exist on a day whose clocks go forward then.
    const { hour } = clock;
    if (hour !== 0) clock.add((hour > 12 ? 24 - hour : -hour) * HOUR);
    if (clock.day === 1) return false;
  }
  return true;
}

function seekHour(clock: WallClock, schedule: CronSchedule): boolean {
  while (!schedule.hour.has(clock.hour)) {
    clock.resetTo("hour");
    clock.add(HOUR);
    if (clock.hour === 0) return false;
  }
  return true;
}

function seekMinute(clock: WallClock, schedule: CronSchedule): boolean {
  while (!schedule.minute.has(clock.minute)) {
    clock.moved = true;
    clock.add(MINUTE - modulo(clock.unix, MINUTE));
    if (clock.minute === 0) return false;
  }
  return true;
}

/** Ticks are whole minutes. */
function seekSecond(clock: WallClock): boolean {
  const { second } = clock;
  if (second === 0) return true;
  clock.moved = true;
  clock.add(MINUTE - second);
  return false;
}

/** One of the two fields of days is enough, unless one of them is a star. */
function dayMatches(clock: WallClock, schedule: CronSchedule): boolean {
  const onDate = schedule.dayOfMonth.has(clock.day);
  const onWeekday = schedule.dayOfWeek.has(clock.weekday);
  const both = schedule.anyDayOfMonth || schedule.anyDayOfWeek;
  return both ? onDate && onWeekday : onDate || onWeekday;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

// Dates of DAG files and of the command line.

import { accept, type Parsed, refuse, show } from "./parsed.ts";
import { parseWallTime } from "./pod-time.ts";
import { offsetMinutes } from "./timezone.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EXAMPLES = 'write "2019-03-07", "2019-03-07 04:00:00" or "2019-03-07T04:00:00Z"';

/** A Date, or ISO text; a text without an offset is a time on the clocks of `timezone`. */
export function parseDate(value: unknown, timezone: string): Parsed<Date> {
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return accept(value);
    return refuse("the date is an invalid Date", EXAMPLES);
  }
  if (typeof value !== "string") {
    return refuse(`date ${show(value)} is neither a text nor a Date`, EXAMPLES);
  }
  const time = parseWallTime(value);
  if (time === undefined) return refuse(`date "${value}" cannot be read`, hintFor(value));
  const { wall, offset } = time;
  return accept(offset === undefined ? fromWall(wall, timezone) : new Date(wall - offset * MINUTE));
}

/** RFC 3339 in UTC, to the second: "2019-03-07T04:00:00Z". */
export function formatRfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A time that clocks show twice is the first of the two; one that they leap over is as much later as they leap. */
function fromWall(wall: number, timezone: string): Date {
  const before = offsetMinutes(timezone, new Date(wall - DAY));
  const after = offsetMinutes(timezone, new Date(wall + DAY));
  const [early, late] = [new Date(wall - before * MINUTE), new Date(wall - after * MINUTE)];
  const isLate =
    offsetMinutes(timezone, early) !== before && offsetMinutes(timezone, late) === after;
  return isLate ? late : early;
}

/** Asks for digits that are missing and for days that months do not have. */
function hintFor(text: string): string {
  const [, year, month = "", day = "", rest = ""] =
    /^(\d{4})[-/.](\d\d?)[-/.](\d\d?)(.*)$/.exec(text.trim()) ?? [];
  if (year === undefined) return EXAMPLES;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const days = String(Math.min(Number(day), last)).padStart(2, "0");
  const near = `${year}-${month.padStart(2, "0")}-${days}${rest}`;
  return parseWallTime(near) === undefined ? EXAMPLES : `write "${near}"`;
}

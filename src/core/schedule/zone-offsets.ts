import { tzOffset } from "@date-fns/tz/tzOffset";

const DAY = 86_400;

/** The offset from UTC, in seconds, at a time in seconds since 1970. */
export type OffsetAt = (unix: number) => number;

/**
 * The offsets of a time zone, remembered a day at a time: one offset costs Intl some microseconds, and a tick takes up to
 * some hundred of them. No zone changes its offset twice in one day.
 */
export function zoneOffsets(timezone: string): OffsetAt {
  const ask: OffsetAt = (unix) => Math.round(tzOffset(timezone, new Date(unix * 1000)) * 60);
  const starts = new Map<number, number>();
  const atStart = (day: number): number => {
    const known = starts.get(day) ?? ask(day * DAY);
    starts.set(day, known);
    return known;
  };
  const changes = new Map<number, number>();
  return (unix) => {
    const day = Math.floor(unix / DAY);
    const before = atStart(day);
    const after = atStart(day + 1);
    if (before === after) return before;
    const change = changes.get(day) ?? changeWithin(day, before, ask);
    changes.set(day, change);
    return unix < change ? before : after;
  };
}

/** The first second of the day whose offset is no longer `before`. */
function changeWithin(day: number, before: number, ask: OffsetAt): number {
  let low = day * DAY;
  let high = low + DAY;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ask(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

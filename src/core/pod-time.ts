// Times as Argo and Go print them, and as people write them. A pod reads its execution date with this, so nothing here may
// load Intl or a library.

/** What a clock shows, and how far that clock is from UTC where the text says so. */
export interface WallTime {
  /** Milliseconds since 1970, as if the clock were in UTC. */
  readonly wall: number;
  /** Minutes east of UTC. */
  readonly offset: number | undefined;
}

const DATE = /(\d{4})-(\d\d)-(\d\d)/;
const TIME = /[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?/;
// Go appends the zone's abbreviation, which is an offset again where the zone has none, and "m=" with a monotonic clock.
const OFFSET = / ?(Z|UTC|[+-]\d\d(?::?\d\d)?)(?: (?:[A-Za-z]{1,5}|[+-]\d\d(?:\d\d)?))?/;
const PRINTED = `^${DATE.source}(?:${TIME.source}(?:${OFFSET.source}(?: m=[+-][\\d.]+)?)?)?$`;

/**
 * Reads RFC 3339, a date, a date and a time, and Go's `2006-01-02 15:04:05.999 -0700 MST`; undefined for anything else, and
 * for days and hours that do not exist.
 */
export function parseWallTime(text: string): WallTime | undefined {
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone] =
    new RegExp(PRINTED).exec(text) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  const date = new Date(iso);
  // Date moves 30 February on to March.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== iso) return undefined;
  const offset = zone === undefined ? undefined : parseOffset(zone);
  return Number.isNaN(offset) ? undefined : { wall: date.getTime(), offset };
}

// What Argo prints in nearly every pod; compiling the expression above costs more than all else here.
const RFC3339_UTC = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\dZ$/;

/** The time that a pod's environment gives; without an offset it is in UTC. */
export function parsePodTime(text: string): Date | undefined {
  const [, day] = RFC3339_UTC.exec(text) ?? [];
  if (day !== undefined) {
    const date = new Date(text);
    // Date moves 30 February on to March, and hour 24 to the next day.
    return date.getUTCDate() === Number(day) ? date : undefined;
  }
  const time = parseWallTime(text.trim());
  return time && new Date(time.wall - (time.offset ?? 0) * 60_000);
}

/** Minutes, or NaN for an offset of more than a day. */
function parseOffset(text: string): number {
  if (text === "Z" || text === "UTC") return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  const whole = text.length === 3 ? hours * 60 : hours * 60 + minutes;
  if (hours > 23 || (text.length > 3 && minutes > 59)) return Number.NaN;
  return text.startsWith("-") ? -whole : whole;
}

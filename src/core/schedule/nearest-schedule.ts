// The texts that Argo takes and that come nearest to one that it refuses: what people bring from Airflow's croniter, Quartz,
// systemd and other dialects. Only ever a hint; airgo rewrites nothing.

import { CRON_FIELDS, type CronField, parseField, parseValue } from "./cron-field.ts";
import { PRESETS, parseCronText } from "./cron-text.ts";

// Airflow's other presets.
const OTHER_PRESETS: ReadonlyMap<string, string> = new Map([
  ["@quarterly", "0 0 1 */3 *"],
  ["@continuous", "* * * * *"],
]);

/** Cron texts that Argo takes in the place of `text`: none where none is near, two where it can be read in two ways. */
export function nearestSchedules(text: string): string[] {
  const bare = text
    .replace(/^\s*(?:CRON_)?TZ=\S*/, "")
    .replace(/^[\s"']+|[\s"']+$|\s+#\s.*$/g, "")
    .replace(/[–—]/g, "-");
  const near = bare.startsWith("@")
    ? [nearestPreset(bare)]
    : fiveFields(bare.split(/\s+/)).map(nearestFields);
  return [...new Set(near)].filter((candidate) => candidate !== undefined);
}

function nearestPreset(text: string): string | undefined {
  const preset = text.toLowerCase().replace(/\s/g, "");
  if (PRESETS.has(preset)) return preset;
  const every = /^@every(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(preset);
  if (every === null) return OTHER_PRESETS.get(preset);
  const [hours = 0, minutes = 0, seconds = 0] = every.slice(1).map((part) => Number(part ?? 0));
  return everyMinutes(hours * 60 + minutes + seconds / 60);
}

/** Only intervals that divide an hour or a day come evenly in a cron text. */
function everyMinutes(minutes: number): string | undefined {
  if (minutes === 1) return "* * * * *";
  if (minutes === 60) return "0 * * * *";
  if (minutes === 24 * 60) return "0 0 * * *";
  if (Number.isInteger(minutes) && 60 % minutes === 0) return `*/${minutes} * * * *`;
  const hours = minutes / 60;
  return hours > 0 && Number.isInteger(hours) && 24 % hours === 0
    ? `0 */${hours} * * *`
    : undefined;
}

/** Quartz puts seconds first and a year last, croniter seconds last. */
function fiveFields(fields: readonly string[]): (readonly string[])[] {
  if (fields.length === 5) return [fields];
  if (fields.length === 7 || (fields.length === 6 && fields.includes("?"))) {
    return [fields.slice(1, 6)];
  }
  return fields.length === 6 ? [fields.slice(1), fields.slice(0, 5)] : [];
}

function nearestFields(fields: readonly string[]): string | undefined {
  const near = Object.values(CRON_FIELDS).map((field, at) => nearestField(fields[at] ?? "", field));
  if (near.includes(undefined)) return undefined;
  // A day that the months do not have: their last one, where they have 30 days, and in February.
  const candidates = [near, near.with(2, "30"), near.with(2, "28")].map((list) => list.join(" "));
  return candidates.find((text) => typeof parseCronText(text) !== "string");
}

function nearestField(text: string, field: CronField): string | undefined {
  const items = text.split(",").filter((item) => item !== "");
  if (items.length === 0) return field.max > 12 && field.min === 0 ? "0" : "*";
  const near = items.map((item) => nearestItem(item, field));
  return near.includes(undefined) ? undefined : near.join(",");
}

function nearestItem(item: string, field: CronField): string | undefined {
  if (typeof parseField(item, field) !== "string") return item;
  return nearestCalendarDay(item, field) ?? nearestRange(item, field);
}

/** What Quartz says with L, W and #, Argo cannot: the days among which the wanted one is. */
function nearestCalendarDay(item: string, field: CronField): string | undefined {
  if (field === CRON_FIELDS.dayOfMonth) {
    if (item === "L") return "28-31";
    return item === "LW" ? "26-31" : /^(\d+)W$/.exec(item)?.[1];
  }
  if (field !== CRON_FIELDS.dayOfWeek) return undefined;
  return /^([0-7A-Za-z]{1,3})(?:L|#\d)$/.exec(item)?.[1]?.replace("7", "0");
}

// A step of 0, or none after the slash, falls away.
const ITEM = /^(\w+|[*?])(?:-(\w+))?(?:\/(\d*))?$/;

function nearestRange(item: string, field: CronField): string | undefined {
  if (/^\/[1-9]\d*$/.test(item)) return `*${item}`;
  const [, low = "", high, stepText] = ITEM.exec(item) ?? [];
  const step = Number(stepText ?? 0);
  const suffix = step > 0 ? `/${step}` : "";
  if (low === "*" || low === "?") return `*${suffix}`;
  const start = lenientValue(low, field);
  const end = high === undefined ? start : lenientValue(high, field);
  if (start === undefined || end === undefined) return undefined;
  if (high === undefined) return nearestNumber(start, suffix, field);
  if (end === 7 && field === CRON_FIELDS.dayOfWeek) return weekdays(start, Math.max(step, 1));
  if (start <= end) return `${clamp(start, field)}-${clamp(end, field)}${suffix}`;
  return step > 0 ? undefined : aroundTheEnd(start, end, field);
}

/** Minute 60, hour 24 and day of week 7 are the first of the next round. */
function nearestNumber(value: number, suffix: string, field: CronField): string {
  if (field.min === 0 && value === field.max + 1) return "0";
  return `${clamp(value, field)}${suffix}`;
}

/** The days from `start` to Sunday as the number 7, which Argo calls 0. */
function weekdays(start: number, step: number): string {
  const days = new Set<number>();
  for (let day = start; day <= 7; day += step) days.add(day % 7);
  return days.size === 7 ? "0-6" : [...days].sort().join(",");
}

/** "22-2" as "22-23,0-2". */
function aroundTheEnd(start: number, end: number, field: CronField): string {
  const range = (low: number, high: number) => (low === high ? `${low}` : `${low}-${high}`);
  return `${range(clamp(start, field), field.max)},${range(field.min, clamp(end, field))}`;
}

function clamp(value: number, field: CronField): number {
  return Math.min(Math.max(value, field.min), field.max);
}

/** Names may be longer than Argo takes them: "monday". */
function lenientValue(text: string, field: CronField): number | undefined {
  return parseValue(text, field) ?? parseValue(text.slice(0, 3), field);
}

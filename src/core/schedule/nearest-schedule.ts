// The text that Argo takes and that comes nearest to one that it refuses: what people bring from Airflow's croniter, Quartz,
// systemd and other cron dialects. Only ever a hint; airgo rewrites nothing.

import { CRON_FIELDS, type CronField, parseField, parseValue } from "./cron-field.ts";
import { PRESETS, parseCronText } from "./cron-text.ts";

/** A cron text that Argo takes in the place of `text`, or undefined where none is near. */
export function nearestSchedule(text: string): string | undefined {
  const bare = text
    .replace(/^\s*(?:CRON_)?TZ=\S*/, "")
    .replace(/^[\s"']+|[\s"']+$|\s+#\s.*$/g, "")
    .replace(/[–—]/g, "-");
  const near = bare.startsWith("@") ? nearestPreset(bare) : nearestFields(bare.split(/\s+/));
  return near !== undefined && fires(near) ? near : undefined;
}

// Airflow's other presets.
const OTHER_PRESETS: ReadonlyMap<string, string> = new Map([
  ["@quarterly", "0 0 1 */3 *"],
  ["@continuous", "* * * * *"],
  ["@minutely", "* * * * *"],
]);

function nearestPreset(text: string): string | undefined {
  const preset = text.toLowerCase().replace(/\s/g, "");
  if (PRESETS.has(preset)) return preset;
  const every = /^@every(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(preset);
  if (every === null) return OTHER_PRESETS.get(preset);
  const [hours = 0, minutes = 0, seconds = 0] = every.slice(1).map((part) => Number(part ?? 0));
  return everyMinutes(hours * 60 + minutes + seconds / 60);
}

/** Only the intervals that divide an hour or a day come evenly in a cron text. */
function everyMinutes(minutes: number): string | undefined {
  if (minutes === 1) return "* * * * *";
  if (minutes === 60) return "0 * * * *";
  if (minutes === 24 * 60) return "0 0 * * *";
  if (minutes > 0 && 60 % minutes === 0 && Number.isInteger(minutes)) return `*/${minutes} * * * *`;
  const hours = minutes / 60;
  return hours > 0 && Number.isInteger(hours) && 24 % hours === 0
    ? `0 */${hours} * * *`
    : undefined;
}

function nearestFields(fields: readonly string[]): string | undefined {
  const five = fiveOf(fields);
  if (five === undefined) return undefined;
  const near = Object.values(CRON_FIELDS).map((field, index) =>
    nearestField(five[index] ?? "", field),
  );
  const text = near.join(" ");
  if (fires(text)) return text;
  // What is left is a day that the months do not have: their last one, in leap years and in others.
  return [30, 28].map((day) => near.with(2, String(day)).join(" ")).find(fires);
}

function fires(text: string): boolean {
  return typeof parseCronText(text) !== "string";
}

/** Quartz puts seconds first and a year last, croniter seconds last. */
function fiveOf(fields: readonly string[]): readonly string[] | undefined {
  if (fields.length === 5) return fields;
  if (fields.length === 7) return fields.slice(1, 6);
  if (fields.length !== 6) return undefined;
  return fields[0] === "0" ? fields.slice(1) : fields.slice(0, 5);
}

function nearestField(text: string, field: CronField): string {
  const items = text.split(",").filter((item) => item !== "");
  if (items.length === 0) return field.max > 12 && field.min === 0 ? "0" : "*";
  return items.map((item) => nearestItem(item, field)).join(",");
}

function nearestItem(item: string, field: CronField): string {
  if (typeof parseField(item, field) !== "string") return item;
  return nearestCalendarDay(item, field) ?? nearestRange(item, field) ?? item;
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

const ITEM = /^(\w+|[*?])?(?:-(\w+))?(?:\/(\d*))?$/;

function nearestRange(item: string, field: CronField): string | undefined {
  const [, low, high, stepText] = ITEM.exec(item) ?? [];
  const step = Number(stepText ?? 0); // a step of 0, or none after the slash, falls away
  const suffix = step > 0 ? `/${step}` : "";
  if (low === undefined ? high === undefined : low === "*" || low === "?") return `*${suffix}`;
  const start = lenientValue(low ?? "", field);
  const end = high === undefined ? undefined : lenientValue(high, field);
  if (start === undefined || (high !== undefined && end === undefined)) return undefined;
  if (end === undefined) return nearestNumber(start, suffix, field);
  if (end === 7 && field === CRON_FIELDS.dayOfWeek) return weekdays(start, Math.max(step, 1));
  if (start <= end) return `${clamp(start, field)}-${clamp(end, field)}${suffix}`;
  const [first, second] = [`${start}-${field.max}`, `${field.min}-${end}`];
  return step > 0 ? undefined : [first, second].map(single).join(",");
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

/** "6-6" is "6". */
function single(range: string): string {
  const [low, high] = range.split("-");
  return low !== undefined && low === high ? low : range;
}

function clamp(value: number, field: CronField): number {
  return Math.min(Math.max(value, field.min), field.max);
}

/** Names may be longer than robfig takes them: "monday". */
function lenientValue(text: string, field: CronField): number | undefined {
  return parseValue(text, field) ?? parseValue(text.slice(0, 3), field);
}

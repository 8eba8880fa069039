// A whole cron text, held against both validators that Argo applies: robfig/cron's ParseStandard, and the pattern in the
// CRD of CronWorkflow, which takes fewer texts (no blanks around, no time-zone prefix, presets only in lower case).

import { show } from "../parsed.ts";
import { CRON_FIELDS, type CronField, type FieldSet, parseField } from "./cron-field.ts";
import type { CronSchedule } from "./cron-schedule.ts";

/** Argo's presets, and the fields that each stands for. */
export const PRESETS: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

// What Go's regular expressions call a blank; JavaScript's \s has more.
const BLANKS = /[\t\n\f\r ]+/;

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The schedule, or a sentence that says why Argo does not take it or never fires it. */
export function parseCronText(text: string): CronSchedule | string {
  const shown = `schedule ${show(text)}`;
  if (text.trim() === "") return "the schedule is empty";
  if (/^(?:CRON_)?TZ=/.test(text.trimStart())) return `${shown} holds a time zone`;
  if (text.trim() !== text) return `${shown} begins or ends with a blank`;
  if (text.startsWith("@")) return parsePreset(text);
  const fields = text.split(BLANKS);
  if (fields.length === 5) return parseFields(text, fields);
  const count = fields.length === 1 ? "1 field" : `${fields.length} fields`;
  return `${shown} has ${count}; Argo takes exactly 5: minute, hour, day of month, month, day of week`;
}

function parsePreset(text: string): CronSchedule | string {
  const fields = PRESETS.get(text);
  if (fields !== undefined) return parseFields(text, fields.split(" "));
  if (text.startsWith("@every")) {
    // Each resync of its informer, every 20 minutes, adds the job again: the timer starts anew.
    return `schedule ${show(text)} is not kept by Argo's controller, which starts the interval again every 20 minutes`;
  }
  if (PRESETS.has(text.toLowerCase())) return `preset ${show(text)} is not in lower case`;
  return `preset ${show(text)} is not one of Argo's`;
}

const NOTHING: FieldSet = { values: new Set(), star: false };

function parseFields(text: string, fields: readonly string[]): CronSchedule | string {
  const complaints: string[] = [];
  const read = (field: string | undefined, bounds: CronField): FieldSet => {
    const set = parseField(field ?? "", bounds);
    if (typeof set !== "string") return set;
    complaints.push(set);
    return NOTHING;
  };
  const minute = read(fields[0], CRON_FIELDS.minute);
  const hour = read(fields[1], CRON_FIELDS.hour);
  const dayOfMonth = read(fields[2], CRON_FIELDS.dayOfMonth);
  const month = read(fields[3], CRON_FIELDS.month);
  const dayOfWeek = read(fields[4], CRON_FIELDS.dayOfWeek);
  const schedule: CronSchedule = {
    text,
    minute: minute.values,
    hour: hour.values,
    dayOfMonth: dayOfMonth.values,
    month: month.values,
    dayOfWeek: dayOfWeek.values,
    anyDayOfMonth: dayOfMonth.star,
    anyDayOfWeek: dayOfWeek.star,
  };
  return complaints[0] ?? whyNever(schedule, fields) ?? schedule;
}

/** Fields of nothing but commas are taken by both validators, and so are days that no month has. */
function whyNever(schedule: CronSchedule, fields: readonly string[]): string | undefined {
  const never = `schedule ${show(schedule.text)} never fires`;
  const empty = (["minute", "hour", "month"] as const).find((name) => schedule[name].size === 0);
  if (empty !== undefined) return `${never}: it names no ${empty}`;
  const onWeekday = schedule.dayOfWeek.size > 0;
  const both = schedule.anyDayOfMonth || schedule.anyDayOfWeek;
  if (both ? onWeekday && hasDate(schedule) : onWeekday || hasDate(schedule)) return undefined;
  if (!onWeekday) return `${never}: it names no day of week`;
  if (schedule.dayOfMonth.size === 0) return `${never}: it names no day of month`;
  return `${never}: month "${fields[3]}" has no day of month "${fields[2]}"`;
}

function hasDate({ month, dayOfMonth }: CronSchedule): boolean {
  const longest = Math.max(...[...month].map((number) => LONGEST_MONTHS[number - 1] ?? 0));
  return [...dayOfMonth].some((day) => day <= longest);
}

// A whole cron text, held against both validators that Argo applies: robfig/cron's ParseStandard, and the pattern in the
// CRD of CronWorkflow, which takes fewer texts (no blanks around, no time-zone prefix, presets only in lower case).

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
export const BLANKS = /[\t\n\f\r ]+/;

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The schedule, or a sentence that says why Argo does not take it or never fires it. */
export function parseCronText(text: string): CronSchedule | string {
  if (text.trim() === "") return "the schedule is empty";
  if (/^(?:CRON_)?TZ=/.test(text.trimStart())) return `schedule "${text}" holds a time zone`;
  if (text.trim() !== text) return `schedule "${text}" begins or ends with a blank`;
  if (text.startsWith("@")) return parsePreset(text);
  return parseFields(text, text.split(BLANKS));
}

function parsePreset(text: string): CronSchedule | string {
  const fields = PRESETS.get(text);
  if (fields !== undefined) return parseFields(text, fields.split(" "));
  if (text.startsWith("@every")) {
    // Each of its informer's resyncs, every 20 minutes, adds the job again: the timer starts anew.
    return `schedule "${text}" is not kept by Argo's controller, which starts the interval again every 20 minutes`;
  }
  if (PRESETS.has(text.toLowerCase())) return `preset "${text}" is not in lower case`;
  return `preset "${text}" is not one of Argo's`;
}

function parseFields(text: string, fields: readonly string[]): CronSchedule | string {
  if (fields.length !== 5) return `schedule "${text}" ${fieldCount(fields.length)}`;
  const complaints: string[] = [];
  const read = (field: string | undefined, bounds: CronField): FieldSet => {
    const set = parseField(field ?? "", bounds);
    if (typeof set !== "string") return set;
    complaints.push(set);
    return NOTHING;
  };
  const dayOfMonth = read(fields[2], CRON_FIELDS.dayOfMonth);
  const dayOfWeek = read(fields[4], CRON_FIELDS.dayOfWeek);
  const schedule: CronSchedule = {
    text,
    minute: read(fields[0], CRON_FIELDS.minute).values,
    hour: read(fields[1], CRON_FIELDS.hour).values,
    dayOfMonth: dayOfMonth.values,
    month: read(fields[3], CRON_FIELDS.month).values,
    dayOfWeek: dayOfWeek.values,
    anyDayOfMonth: dayOfMonth.star,
    anyDayOfWeek: dayOfWeek.star,
  };
  return complaints[0] ?? whyNever(schedule) ?? schedule;
}

const NOTHING: FieldSet = { values: new Set(), star: false };

function fieldCount(count: number): string {
  const order = "minute, hour, day of month, month, day of week";
  return `has ${count} ${count === 1 ? "field" : "fields"}; Argo takes exactly 5: ${order}`;
}

function whyNever(schedule: CronSchedule): string | undefined {
  const empty = (["minute", "hour", "month"] as const).find((field) => schedule[field].size === 0);
  if (empty !== undefined) return `schedule "${schedule.text}" never fires: it names no ${empty}`;
  const onDate = [...schedule.month].some((month) =>
    [...schedule.dayOfMonth].some((day) => day <= (LONGEST_MONTHS[month - 1] ?? 0)),
  );
  const onWeekday = schedule.dayOfWeek.size > 0;
  const both = schedule.anyDayOfMonth || schedule.anyDayOfWeek;
  if (both ? onDate && onWeekday : onDate || onWeekday) return undefined;
  return `schedule "${schedule.text}" never fires: its months have none of its days`;
}

// The options of a DAG: every one read, checked and given its default.

import { checkAnnotation, checkBraces, checkLabel, entryCheck } from "./check-labels.ts";
import { isPlainObject, OptionReader } from "./check-value.ts";
import type { DagRecord } from "./dag-builder.ts";
import { formatRfc3339, parseDate } from "./dates.ts";
import { parseDuration } from "./duration.ts";
import { DAG_OPTION_NAMES } from "./options.ts";
import { show } from "./parsed.ts";
import type { Problems } from "./problems.ts";
import { parseSchedule } from "./schedule.ts";
import type { DagSpec } from "./spec.ts";
import { parseTimezone } from "./timezone.ts";
import { unknownDagOption } from "./unknown-option.ts";

/** What a project says for all its DAGs. */
export interface SpecDefaults {
  /** IANA name, for DAGs that name none. */
  readonly timezone?: string;
}

export type DagOptionsSpec = Omit<DagSpec, "dagId" | "tasks" | "location">;

export function checkDagOptions(
  record: DagRecord,
  defaults: SpecDefaults,
  problems: Problems,
): DagOptionsSpec {
  const reader = new OptionReader(problems, { prefix: "", details: {} }, (n) => record.options[n]);
  for (const name of Object.keys(record.options)) {
    if (DAG_OPTION_NAMES.has(name)) continue;
    reader.refuse("unknown-option", `there is no option "${name}"`, unknownDagOption(name));
  }
  const argoExpressions = reader.boolean("argoExpressions", false);
  const timezone =
    reader.parsed("timezone", "invalid-timezone", parseTimezone) ?? defaults.timezone ?? "UTC";
  return {
    description: description(reader, argoExpressions),
    schedules: schedules(reader),
    timezone,
    ...dates(reader, timezone),
    concurrencyPolicy:
      reader.oneOf("concurrencyPolicy", ["Forbid", "Allow", "Replace"]) ?? "Forbid",
    startingDeadlineSeconds: reader.wholeNumber("startingDeadlineSeconds", 0) ?? 300,
    suspend: reader.boolean("suspend", false),
    successfulJobsHistoryLimit: reader.wholeNumber("successfulJobsHistoryLimit", 0) ?? 3,
    failedJobsHistoryLimit: reader.wholeNumber("failedJobsHistoryLimit", 0) ?? 3,
    parallelism: reader.wholeNumber("parallelism", 1),
    dagrunTimeout: dagrunTimeout(reader),
    params: params(reader),
    argoExpressions,
    labels: reader.texts("labels", entryCheck(checkLabel, argoExpressions)),
    annotations: reader.texts("annotations", entryCheck(checkAnnotation, argoExpressions)),
  };
}

/** Argo would start no pod of a run that has no time. */
function dagrunTimeout(reader: OptionReader): number | undefined {
  const seconds = reader.parsed("dagrunTimeout", "invalid-duration", parseDuration);
  if (seconds !== 0) return seconds;
  const hint = "write at least one second, or leave it out: no timeout";
  return reader.refuse("invalid-duration", "dagrunTimeout is 0", hint);
}

function description(reader: OptionReader, argoExpressions: boolean): string | undefined {
  const text = reader.text("description");
  const wrong =
    text === undefined || argoExpressions ? undefined : checkBraces("description", text);
  return wrong === undefined ? text : reader.refuse(wrong.code, wrong.what, wrong.hint);
}

function schedules(reader: OptionReader): readonly string[] {
  const interval = reader.raw("scheduleInterval");
  const alias = reader.raw("schedule");
  if (interval !== undefined && alias !== undefined) {
    reader.refuse(
      "invalid-schedule",
      "scheduleInterval and schedule are both given",
      "they are one option: keep one of them",
    );
  }
  const field = alias === undefined ? "scheduleInterval" : "schedule";
  const given = interval ?? alias ?? null;
  if (given === null) return [];
  const texts: unknown[] = Array.isArray(given) ? given : [given];
  if (texts.length === 0) {
    const hint = "write null for a DAG that runs only by hand";
    reader.refuse("invalid-schedule", `${field} is an empty list`, hint);
  }
  return [...new Set(texts)].flatMap((text) => {
    const parsed = parseSchedule(text);
    if (parsed.ok) return [parsed.value.text];
    const { what, hint } = parsed.complaint;
    const which = typeof text === "string" ? `${field} ${show(text)}` : field;
    reader.refuse("invalid-schedule", `${which}: ${what}`, hint);
    return [];
  });
}

function dates(reader: OptionReader, timezone: string): Pick<DagSpec, "startDate" | "endDate"> {
  const parse = (value: unknown) => parseDate(value, timezone);
  const start = reader.parsed("startDate", "invalid-date", parse);
  const end = reader.parsed("endDate", "invalid-date", parse);
  if (start !== undefined && end !== undefined && start > end) {
    reader.refuse(
      "invalid-date",
      `startDate ${formatRfc3339(start)} is after endDate ${formatRfc3339(end)}`,
      "swap them, or take one out",
    );
  }
  return {
    startDate: start === undefined ? undefined : formatRfc3339(start),
    endDate: end === undefined ? undefined : formatRfc3339(end),
  };
}

function params(reader: OptionReader): Readonly<Record<string, unknown>> {
  const value = reader.raw("params");
  if (value === undefined) return {};
  const wrong = isPlainObject(value) ? findNoJson(value) : "$";
  if (wrong === undefined && isPlainObject(value)) return structuredClone(value);
  const hint = "write an object of texts, finite numbers, booleans, null, lists and objects";
  reader.refuse("invalid-option", `params: JSON cannot carry what is at ${wrong}`, hint);
  return {};
}

/** The path of the first value that JSON would not give back as it is. */
function findNoJson(root: unknown): string | undefined {
  const left: [path: string, value: unknown, above: readonly unknown[]][] = [["$", root, []]];
  for (const [path, value, above] of left) {
    if (value === null || typeof value === "string" || typeof value === "boolean") continue;
    if (typeof value === "number" && Number.isFinite(value)) continue;
    const isTree = Array.isArray(value) || isPlainObject(value);
    if (!isTree || above.includes(value)) return path;
    for (const [key, inner] of Object.entries(value)) {
      left.push([`${path}.${key}`, inner, [...above, value]]);
    }
  }
  return undefined;
}

// A record as a line for people: the time, the level, the task, the message, and the fields that the run does not share.

import { inspect } from "node:util";
import { isError } from "../is-error.ts";
import { LOG_LEVELS, type LogRecord } from "./create-logger.ts";

const NAMES: ReadonlyMap<unknown, string> = new Map(
  LOG_LEVELS.map((level, index) => [(index + 2) * 10, level.toUpperCase().padEnd(5)]),
);
const COLORS: ReadonlyMap<unknown, string> = new Map([
  [20, "\u001b[2m"],
  [40, "\u001b[33m"],
  [50, "\u001b[31m"],
]);
const RESET = "\u001b[0m";

// Said once for a run, or in the line's own columns.
const KNOWN: ReadonlySet<string> = new Set(
  "level time msg dagId taskId runId tryNumber mapIndex".split(" "),
);

/** Several lines where the message, or a field's error, has several; they all end with a line break. */
export function readableLine(record: LogRecord, options: { readonly colors: boolean }): string {
  const { level, msg } = record;
  const name = NAMES.get(level) ?? String(level).padEnd(5);
  const color = options.colors ? COLORS.get(level) : undefined;
  const shown = color === undefined ? name : `${color}${name}${RESET}`;
  const parts = [clock(record.time), shown, taskName(record), msg, ...inlineFields(record)];
  const line = parts.filter((part) => part !== undefined && part !== "").join(" ");
  return [line, ...errors(record)].map((text) => `${text}\n`).join("");
}

/** UTC without Intl: loading Intl costs a pod half of its start. */
function clock(time: unknown): string {
  return typeof time === "number" ? new Date(time).toISOString().slice(11, 19) : String(time);
}

function taskName({ taskId, mapIndex, tryNumber }: LogRecord): string | undefined {
  if (typeof taskId !== "string") return undefined;
  const item = typeof mapIndex === "number" && mapIndex >= 0 ? `[${mapIndex}]` : "";
  const attempt = typeof tryNumber === "number" && tryNumber > 1 ? ` (try ${tryNumber})` : "";
  return `${taskId}${item}${attempt}:`;
}

function inlineFields(record: LogRecord): string[] {
  return Object.entries(record)
    .filter(([key, value]) => !KNOWN.has(key) && !isError(value))
    .map(([key, value]) => `${key}=${fieldText(value)}`);
}

function fieldText(value: unknown): string {
  if (typeof value === "string" && /^\S+$/.test(value)) return value;
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 });
}

function errors(record: LogRecord): string[] {
  return Object.values(record)
    .filter((value) => isError(value))
    .map((error) => inspect(error).replace(/^/gm, "  "));
}

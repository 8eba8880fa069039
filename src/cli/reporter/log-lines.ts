// What a task logs, a line at a time and each with the task's id: lines of two tasks never mix.

import { inspect } from "node:util";
import type { LogRecord } from "../../../runtime/logger/create-logger.ts";
import type { Paint } from "../paint.ts";
import { padEnd } from "../table.ts";
import { attemptName, type RunStyle } from "./run-style.ts";
import { withoutForeignFrames } from "./user-stack.ts";

/** Who logged. */
export interface LogSource {
  readonly taskId: string;
  readonly mapIndex: number;
}

export function logLines(source: LogSource, record: LogRecord, style: RunStyle): string {
  const { paint, idWidth, colorOf, cwd } = style;
  const name = padEnd(attemptName(source.taskId, source.mapIndex), idWidth);
  const prefix = `  ${paint(colorOf(source.taskId), name)} ${paint("dim", "│")} `;
  return textLines(record, paint)
    .map((line) => line.replaceAll(`${cwd}/`, ""))
    .map((line) => `${prefix}${line}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

const DEBUG = 20;
const WARN = 40;
const ERROR = 50;

function textLines(record: LogRecord, paint: Paint): readonly string[] {
  const [first = "", ...rest] = withoutForeignFrames(messageOf(record));
  const fields = fieldsOf(record).map((field) => ` ${paint("dim", field)}`);
  return [
    `${levelMark(record.level, first, paint)}${record.level === DEBUG ? paint("dim", first) : first}${fields.join("")}`,
    ...rest.map((line) => (/^\s*at /.test(line) ? paint("dim", line) : line)),
  ];
}

/** An error that is a field is told as one that is the message: with its stack. */
function messageOf({ msg, err }: LogRecord): string {
  const text = msg === undefined ? "" : String(msg);
  const stack = typeof err === "object" && err !== null && "stack" in err ? String(err.stack) : "";
  if (stack === "" || text.includes(stack)) return text;
  return stack.split("\n", 1).join("").endsWith(text) ? stack : `${text}\n${stack}`;
}

function levelMark(level: unknown, message: string, paint: Paint): string {
  if (level === WARN) return `${paint("yellow", "warning:")} `;
  // "error: TypeError: …" says it twice.
  return level === ERROR && !/^\w*Error\b/.test(message) ? `${paint("red", "error:")} ` : "";
}

// Known from the line's place in the run.
const KNOWN: ReadonlySet<string> = new Set(
  "level time msg err dagId taskId runId tryNumber mapIndex".split(" "),
);

function fieldsOf(record: LogRecord): readonly string[] {
  return Object.entries(record)
    .filter(([key, value]) => !KNOWN.has(key) && value !== undefined)
    .map(([key, value]) => `${key}=${fieldText(value)}`);
}

function fieldText(value: unknown): string {
  if (typeof value === "string" && /^\S+$/.test(value)) return value;
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 });
}

// What a task logs, a line at a time and each with the task's id: lines of two tasks never mix.

import { inspect } from "node:util";
import type { LogRecord } from "../../../runtime/logger/create-logger.ts";
import type { Paint, Style } from "../paint.ts";
import { padEnd } from "../table.ts";
import { attemptName, type RunStyle } from "./run-style.ts";

/** Who logged. */
export interface LogSource {
  readonly taskId: string;
  readonly mapIndex: number;
}

export function logLines(source: LogSource, record: LogRecord, style: RunStyle): string {
  const { paint, idWidth, colorOf } = style;
  const name = padEnd(attemptName(source.taskId, source.mapIndex), idWidth);
  const prefix = `  ${paint(colorOf(source.taskId), name)} ${paint("dim", "│")} `;
  return textOf(record, paint)
    .split(/\r?\n/)
    .map((line) => `${prefix}${line}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

const LEVELS: ReadonlyMap<unknown, readonly [name: string, style: Style]> = new Map([
  [40, ["warning: ", "yellow"]],
  [50, ["error: ", "red"]],
] as const);
const DEBUG = 20;

// Known from the line's place in the run.
const KNOWN: ReadonlySet<string> = new Set(
  "level time msg err dagId taskId runId tryNumber mapIndex".split(" "),
);

function textOf(record: LogRecord, paint: Paint): string {
  const [name, style] = LEVELS.get(record.level) ?? ["", "dim" as const];
  const message = record.msg === undefined ? [] : [String(record.msg)];
  const fields = Object.entries(record)
    .filter(([key, value]) => !KNOWN.has(key) && value !== undefined)
    .map(([key, value]) => paint("dim", `${key}=${fieldText(value)}`));
  const line = [...message, ...fields].join(" ");
  const shown = record.level === DEBUG ? paint("dim", line) : `${paint(style, name)}${line}`;
  return [shown, ...userFrames(record.err).map((frame) => paint("dim", `  ${frame}`))].join("\n");
}

function fieldText(value: unknown): string {
  if (typeof value === "string" && /^\S+$/.test(value)) return value;
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 });
}

// Below a task's own frames there are only airgo's and Node's, which are the same for every task.
const MOST_FRAMES = 8;
const FOREIGN_FRAME = /\(?(?:node:|.*\/airgo\/(?:dist|runtime|src)\/|.*\bruntime\/(?:attempt|local)\b)/;

/** The frames of an error's stack that are the user's own. */
export function userFrames(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null || !("stack" in error)) return [];
  return String(error.stack)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at ") && !FOREIGN_FRAME.test(line.slice("at ".length)))
    .slice(0, MOST_FRAMES);
}

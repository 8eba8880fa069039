// Loggers with pino's levels, calls and records. Not pino itself: even its browser build costs a pod an eighth of its
// start, and its Node build loads worker threads. A test holds the lines against pino's own.

import type { Logger, LogMethod } from "../../src/core/logger.ts";
import { isError } from "../is-error.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line before it is text: pino's `level` (a number), `time`, `msg`, the bindings and the fields. */
export type LogRecord = Readonly<Record<string, unknown>>;

export interface LoggerOptions {
  /** In each line. */
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Lines below it are not written; info unless given. */
  readonly level?: LogLevel | undefined;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface LineLoggerOptions extends LoggerOptions {
  /** Takes whole lines, each with its line break. */
  write(text: string): void;
}

/** A logger whose records go to `write`, on the caller's stack. */
export function createLogger(write: (record: LogRecord) => void, options: LoggerOptions): Logger {
  const { bindings, level: least = "info", now } = options;
  const method = (level: LogLevel): LogMethod => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return () => undefined;
    const number = numberOf(level);
    return (first: unknown, ...rest: unknown[]): void =>
      write({ level: number, time: now(), ...bindings, ...fieldsOf(first, rest) });
  };
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (more) => createLogger(write, { ...options, bindings: { ...bindings, ...more } }),
  };
}

/** pino's numbers: debug is 20, and each level ten more. */
export function numberOf(level: LogLevel): number {
  return (LOG_LEVELS.indexOf(level) + 2) * 10;
}

/** What a call adds to the record: fields and a message, in any of the ways that pino takes. */
function fieldsOf(first: unknown, rest: readonly unknown[]): object {
  // An error in place of the fields is the field `err`, and its message the line's, unless one is given.
  if (isError(first)) return { err: first, msg: rest.length > 0 ? textOf(rest) : first.message };
  if (first === null) return { msg: textOf(rest) };
  if (typeof first !== "object") return { msg: textOf([first, ...rest]) };
  return rest.length > 0 ? { ...first, msg: textOf(rest) } : first;
}

/** The message with its values in their places; values without a place are left out, as pino leaves them out. */
function textOf([message, ...values]: readonly unknown[]): unknown {
  if (typeof message !== "string" || values.length === 0) return message;
  let next = 0;
  return message.replace(/%([sdifjoO%])/g, (place, kind: string) => {
    if (kind === "%") return "%";
    return next < values.length ? (SPELL[kind]?.(values[next++]) ?? place) : place;
  });
}

const SPELL: Readonly<Record<string, (value: unknown) => string>> = {
  s: String,
  d: (value) => String(Number(value)),
  f: (value) => String(Number(value)),
  i: (value) => String(Math.floor(Number(value))),
  j: json,
  o: json,
  O: json,
};

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

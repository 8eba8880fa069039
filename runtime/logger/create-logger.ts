// The one place that imports pino: its browser build, which writes where it is told, on the caller's stack. The Node build
// loads worker threads and a buffering stream, which costs a pod half of its start and may lose lines when it ends.

import pino from "pino/browser.js";
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

/** A logger with pino's levels, formats and children, whose lines go to `write`. */
export function createLogger(write: (record: LogRecord) => void, options: LoggerOptions): Logger {
  const { bindings, level = "info", now } = options;
  const emit = (record: object): void => write({ level: 0, time: now(), ...record });
  const writers = { debug: emit, info: emit, warn: emit, error: emit };
  return wrap(pino({ level, timestamp: false, browser: { write: writers } }).child(bindings));
}

function wrap(logger: Logger): Logger {
  return {
    debug: method(logger, "debug"),
    info: method(logger, "info"),
    warn: method(logger, "warn"),
    error: method(logger, "error"),
    child: (bindings) => wrap(logger.child(bindings)),
  };
}

// As pino in Node has it, and its browser build does not: an error in place of the fields is the field `err`, and its
// message the line's, unless one is given.
function method(logger: Logger, level: LogLevel): LogMethod {
  const log = (...values: unknown[]): void => Reflect.apply(logger[level], logger, values);
  return (first: unknown, ...rest: unknown[]): void => {
    if (!isError(first)) log(first, ...rest);
    else log({ err: first }, ...(rest.length > 0 ? rest : [first.message]));
  };
}

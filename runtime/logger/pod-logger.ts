import type { Logger } from "../../src/core/logger.ts";
import { createLogger, type LoggerOptions } from "./create-logger.ts";
import { jsonLine } from "./json-line.ts";
import { readableLine } from "./readable-line.ts";

export interface LineLoggerOptions extends LoggerOptions {
  /** Takes whole lines, each with its line break. */
  write(text: string): void;
}

/** pino's JSON lines, for whatever gathers a cluster's logs. */
export function createPodLogger(options: LineLoggerOptions): Logger {
  return createLogger((record) => options.write(jsonLine(record)), options);
}

/** Lines for people, for a terminal and for local runs. */
export function createLocalLogger(
  options: LineLoggerOptions & { readonly colors: boolean },
): Logger {
  return createLogger((record) => options.write(readableLine(record, options)), options);
}

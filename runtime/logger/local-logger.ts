import type { Logger } from "../../src/core/logger.ts";
import { createLogger, type LineLoggerOptions } from "./create-logger.ts";
import { readableLine } from "./readable-line.ts";

/** Lines for people, for a terminal and for local runs. */
export function createLocalLogger(
  options: LineLoggerOptions & { readonly colors: boolean },
): Logger {
  return createLogger((record) => options.write(readableLine(record, options)), options);
}

import type { Logger } from "../../src/core/logger.ts";
import { createLogger, type LineLoggerOptions } from "./create-logger.ts";
import { jsonLine } from "./json-line.ts";

/** pino's JSON lines, for whatever gathers a cluster's logs. */
export function createPodLogger(options: LineLoggerOptions): Logger {
  return createLogger((record) => options.write(jsonLine(record)), options);
}

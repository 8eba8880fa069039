import { LOG_LEVELS, type LogLevel } from "../../logger/create-logger.ts";
import type { Reporter } from "../run-event.ts";

/** One line that a task logged. */
export interface LoggedLine {
  readonly taskId: string;
  /** -1 where the task is not mapped. */
  readonly mapIndex: number;
  readonly tryNumber: number;
  readonly level: LogLevel;
  readonly message: string;
  /** What was logged beside the message. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A reporter that puts the lines of all tasks into `lines`. */
export function collectLines(lines: LoggedLine[]): Reporter {
  return (event) => {
    if (event.kind !== "log") return;
    const { taskId, mapIndex, tryNumber } = event;
    const { level, msg, time: _, dagId: _dag, runId: _run, ...rest } = event.record;
    const { taskId: _task, mapIndex: _index, tryNumber: _try, ...fields } = rest;
    // pino's numbers: 20 is debug, 50 error.
    const name = LOG_LEVELS[Number(level) / 10 - 2] ?? "info";
    const message = typeof msg === "string" ? msg : "";
    lines.push({ taskId, mapIndex, tryNumber, level: name, message, fields });
  };
}

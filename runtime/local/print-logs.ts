import { readableLine } from "../logger/readable-line.ts";
import type { Reporter } from "./run-event.ts";

/** A reporter that says no more than the tasks themselves: the lines that they log. */
export function printLogs(write: (text: string) => void): Reporter {
  return (event) => {
    if (event.kind === "log") write(readableLine(event.record, { colors: false }));
  };
}

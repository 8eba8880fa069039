import { readableLine } from "../logger/readable-line.ts";
import type { Reporter } from "./run-event.ts";

const INFO = 30;

/** A reporter that says no more than the tasks themselves: the lines that they log, without those for debugging. */
export function printLogs(write: (text: string) => void): Reporter {
  return (event) => {
    if (event.kind !== "log" || Number(event.record.level) < INFO) return;
    write(readableLine(event.record, { colors: false }));
  };
}

import type { RunEvent } from "./run-event.ts";
import { outcomeJson } from "./run-record.ts";

/** An event as an object that JSON can carry: what `airgo run --json` prints, one a line. */
export function eventJson(event: RunEvent): object {
  if (event.kind === "run-finished") {
    const { runId, dagId, phase, stopped } = event.outcome;
    return { kind: event.kind, at: event.at, runId, dagId, phase, stopped };
  }
  if ("outcome" in event) return { ...event, outcome: outcomeJson(event.outcome) };
  return event;
}

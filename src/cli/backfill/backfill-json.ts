import type { BackfillEvent } from "../../cluster/backfill-event.ts";
import type { LedgerEntry } from "../../cluster/backfill-ledger.ts";
import type { PlannedRun } from "../../cluster/plan-backfill.ts";

/** An event as an object that JSON can carry: what `airgo backfill --json` prints, one a line. */
export function eventJson(event: BackfillEvent): object {
  if ("run" in event) return { kind: event.kind, ...runJson(event.run) };
  if ("entry" in event) return { kind: event.kind, ...entryJson(event.entry) };
  if ("replaced" in event) return { ...event, replaced: event.replaced.map(entryJson) };
  if ("progress" in event) return { kind: event.kind, ...event.progress };
  if (!("summary" in event)) return event;
  const { failed, lost, ...summary } = event.summary;
  return { kind: event.kind, ...summary, failed: failed.map(entryJson), lost: lost.map(entryJson) };
}

function runJson({ name, tick }: PlannedRun) {
  return { name, executionDate: tick };
}

function entryJson({ run, found }: LedgerEntry) {
  return { ...runJson(run), phase: found?.phase, message: found?.message };
}

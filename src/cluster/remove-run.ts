import { AirgoError } from "../core/errors.ts";
import type { BackfillReporter } from "./backfill-event.ts";
import type { LedgerEntry } from "./backfill-ledger.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import { parseClusterRun } from "./parse-workflow.ts";

export interface RemovalOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: BackfillReporter;
}

// A finalizer, Argo's own for artifacts among them, may hold a deleted run back.
const LONGEST_REMOVAL = 60;

/** Deletes the run that was found for the entry, if any, and waits until its name is free. */
export async function removeRun(
  { run, found }: LedgerEntry,
  cluster: Cluster,
  { clock, signal, report }: RemovalOptions,
): Promise<void> {
  if (found === undefined) return;
  await cluster.delete(found);
  for (let waited = 0; waited < LONGEST_REMOVAL; waited++) {
    const present = await cluster.read(run.name);
    if (present === undefined || parseClusterRun(present).uid !== found.uid) {
      report({ kind: "run-deleted", run });
      return;
    }
    await clock.sleep(1, signal);
    signal.throwIfAborted();
  }
  throw new AirgoError("cluster-error", `run ${run.name} was deleted and does not go`, {
    hint: `see what holds it: kubectl get workflow ${run.name} --output jsonpath={.metadata.finalizers}`,
  });
}

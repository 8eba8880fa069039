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

// Longer than the cluster takes to collect what a deleted run owned.
const LONGEST_REMOVAL = 60;
const MOST_NAMED = 5;

/** Deletes the run that was found for the entry, if any, and waits until nothing is left of it. */
export async function removeRun(
  { run, found }: LedgerEntry,
  cluster: Cluster,
  { clock, signal, report }: RemovalOptions,
): Promise<void> {
  if (found === undefined) return;
  // Whether that can be seen at all is known before anything is deleted.
  let remains = await cluster.remainsOf(run.name);
  await cluster.delete(found);
  for (let waited = 0; waited < LONGEST_REMOVAL; waited++) {
    const present = await cluster.read(run.name);
    if (present !== undefined && parseClusterRun(present).uid !== found.uid) return;
    const owned = await cluster.remainsOf(run.name);
    remains = present === undefined ? owned : [`workflow/${run.name}`, ...owned];
    if (remains.length === 0) {
      report({ kind: "run-deleted", run });
      return;
    }
    await clock.sleep(1, signal);
    signal.throwIfAborted();
  }
  throw stays(run.name, remains, cluster);
}

function stays(name: string, remains: readonly string[], { namespace }: Cluster): AirgoError {
  const label = `workflows.argoproj.io/workflow=${name}`;
  const what = remains.slice(0, MOST_NAMED).join(", ");
  return new AirgoError("cluster-error", `run ${name} was deleted, and this stays: ${what}`, {
    hint: `see what holds it, or delete it: kubectl delete --namespace ${namespace} pods,workflowtaskresults --selector ${label}`,
  });
}

// Hands all runs of a backfill to the cluster at once, where they wait for their turns. It needs no right but that of
// creating runs; a controller that only lets runs refer to templates refuses the turns, and that is said.

import { AirgoError } from "../core/errors.ts";
import type { BackfillReporter } from "./backfill-event.ts";
import type { BackfillLedger, LedgerEntry } from "./backfill-ledger.ts";
import type { Clock } from "./clock.ts";
import { type Cluster, type ClusterRun, hasFailed } from "./cluster.ts";
import { compileBackfillRun } from "./compile-run.ts";
import { parseClusterRun } from "./parse-workflow.ts";
import { removeRun } from "./remove-run.ts";
import { backfillSelector, LABELS, UNFINISHED } from "./run-labels.ts";

export interface DetachOptions {
  readonly maxActive: number;
  readonly clock: Clock;
  readonly report: BackfillReporter;
  readonly signal: AbortSignal;
}

// A request as large as a few hundred kilobytes.
const RUNS_A_CALL = 100;
// The controller looks at a new run within a second, unless it is overloaded.
const LONGEST_LOOK = 30;

/** Creates the runs that are missing, and returns how many those were. */
export async function detachBackfill(
  ledger: BackfillLedger,
  cluster: Cluster,
  options: DetachOptions,
): Promise<number> {
  const { report, maxActive } = options;
  const replaced = ledger.toReplace();
  await refuseMixture(ledger, cluster);
  report({ kind: "backfill-started", counts: ledger.counts(), maxActive, replaced });
  const [first, ...rest] = ledger.entries("missing");
  if (first === undefined) return 0;
  let created = await hand([first], ledger, { cluster, ...options });
  await refuseRestriction(first, cluster, options);
  for (let at = 0; at < rest.length; at += RUNS_A_CALL) {
    options.signal.throwIfAborted();
    created += await hand(rest.slice(at, at + RUNS_A_CALL), ledger, { cluster, ...options });
  }
  return created;
}

async function hand(
  entries: readonly LedgerEntry[],
  ledger: BackfillLedger,
  options: DetachOptions & { readonly cluster: Cluster },
): Promise<number> {
  const { cluster, maxActive, report } = options;
  for (const entry of entries) await removeRun(entry, cluster, options);
  const workflows = entries.map(({ run }) => compileBackfillRun(ledger.plan, run, { maxActive }));
  const { created, existed } = await cluster.create(workflows);
  const there = new Set(existed);
  for (const { run } of entries) {
    ledger.seeCreated(run.name);
    report({ kind: there.has(run.name) ? "run-existed" : "run-created", run });
  }
  return created.length;
}

/** Runs that were created one by one wait for nobody, so together there could be too many. */
async function refuseMixture({ plan }: BackfillLedger, cluster: Cluster): Promise<void> {
  const attached = `${LABELS.detached}!=true`;
  const active = await cluster.list([...backfillSelector(plan), UNFINISHED, attached]);
  if (active.length === 0) return;
  const names = active.map(({ name }) => name).join(", ");
  throw new AirgoError("cluster-error", `runs that wait for no turn are active: ${names}`, {
    hint: "give the command without --detach, or wait until they have ended",
    dagId: plan.dagId,
  });
}

/** Waits for the controller's view of the first run. */
async function refuseRestriction(
  { run }: LedgerEntry,
  cluster: Cluster,
  { clock, signal }: DetachOptions,
): Promise<void> {
  for (let waited = 0; waited < LONGEST_LOOK; waited++) {
    const present = await cluster.read(run.name);
    const found = present === undefined ? undefined : parseClusterRun(present);
    if (found === undefined || found.phase !== undefined) return refuseIfRestricted(found, cluster);
    await clock.sleep(1, signal);
    signal.throwIfAborted();
  }
}

const RESTRICTED = /not permitted when using workflowTemplateRef/;

async function refuseIfRestricted(found: ClusterRun | undefined, cluster: Cluster): Promise<void> {
  if (found === undefined || !hasFailed(found) || !RESTRICTED.test(found.message ?? "")) return;
  // It never ran, and would stand for its date.
  await cluster.delete(found);
  const message = "the cluster lets runs set no turns, so it cannot hold them back by itself";
  throw new AirgoError("cluster-error", `${message}: ${found.message}`, {
    hint: "give the command without --detach, or relax the controller's workflowRestrictions.templateReferencing",
  });
}

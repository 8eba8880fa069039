// What became of each run of a backfill. The cluster is the ledger: there is no file that could be lost, and a command that
// was killed and is given again finds here what it did before.

import { type Cluster, type ClusterRun, hasFailed, isFinished } from "./cluster.ts";
import type { BackfillPlan, PlannedRun } from "./plan-backfill.ts";
import { backfillSelector } from "./run-labels.ts";

/**
 * `missing`: it is to be created, in place of the run that was `found`, if any; `lost`: it was deleted before its end was
 * seen.
 */
export type RunState = "missing" | "active" | "succeeded" | "failed" | "lost";

/** One run of the plan, and the one in the cluster that stands for it. */
export interface LedgerEntry {
  readonly run: PlannedRun;
  readonly state: RunState;
  /** Undefined where there is none, or where it was created and not read yet. */
  readonly found: ClusterRun | undefined;
}

export type StateCounts = Readonly<Record<RunState, number>>;

export interface LedgerOptions {
  /** Runs that have failed are to be done again. */
  readonly rerunFailed: boolean;
}

/** The runs of a plan, as they are in the cluster now. */
export async function readLedger(
  plan: BackfillPlan,
  cluster: Cluster,
  options: LedgerOptions,
): Promise<BackfillLedger> {
  const found = await cluster.list(backfillSelector(plan));
  return new BackfillLedger(plan, found, options);
}

export class BackfillLedger {
  readonly plan: BackfillPlan;
  readonly #entries: Map<string, LedgerEntry>;

  constructor(plan: BackfillPlan, found: readonly ClusterRun[], { rerunFailed }: LedgerOptions) {
    const byName = new Map(found.map((run) => [run.name, run]));
    this.plan = plan;
    this.#entries = new Map(
      plan.runs.map((run) => {
        const found = byName.get(run.name);
        const isReplaced = rerunFailed && found !== undefined && hasFailed(found);
        return [run.name, { run, state: isReplaced ? "missing" : stateOf(found), found }];
      }),
    );
  }

  /** In the order of their dates. */
  entries(state?: RunState): LedgerEntry[] {
    const all = [...this.#entries.values()];
    return state === undefined ? all : all.filter((entry) => entry.state === state);
  }

  /** The failed runs that are to be done again. */
  toReplace(): LedgerEntry[] {
    return this.entries("missing").filter(({ found }) => found !== undefined);
  }

  /** Undefined for a run that is not part of the plan. */
  entry(name: string): LedgerEntry | undefined {
    return this.#entries.get(name);
  }

  counts(): StateCounts {
    const counts = { missing: 0, active: 0, succeeded: 0, failed: 0, lost: 0 };
    for (const { state } of this.#entries.values()) counts[state] += 1;
    return counts;
  }

  /** Writes down what was seen of a run; a run outside the plan is none of its business. */
  see(found: ClusterRun): void {
    this.#change(found.name, { state: stateOf(found), found });
  }

  /** Writes down that a run is in the cluster, however far it is. */
  seeCreated(name: string): void {
    this.#change(name, { state: "active", found: undefined });
  }

  seeLost(name: string): void {
    this.#change(name, { state: "lost" });
  }

  #change(name: string, change: Partial<LedgerEntry>): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#entries.set(name, { ...entry, ...change });
  }
}

function stateOf(found: ClusterRun | undefined): RunState {
  if (found === undefined) return "missing";
  if (!isFinished(found)) return "active";
  return hasFailed(found) ? "failed" : "succeeded";
}

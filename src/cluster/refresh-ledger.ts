// Brings a ledger up to date without reading every run again: only those that are unfinished, and those that were.

import type { BackfillEvent } from "./backfill-event.ts";
import type { BackfillLedger, LedgerEntry } from "./backfill-ledger.ts";
import type { Cluster, ClusterRun } from "./cluster.ts";
import { unixSeconds } from "./plan-backfill.ts";
import { backfillSelector, LABELS, UNFINISHED } from "./run-labels.ts";

/** What a look at the cluster showed. */
export interface Look {
  /** All unfinished runs of the DAG's backfills. */
  readonly active: number;
  /** Those of them that are not of this one. */
  readonly others: number;
  /** What has ended since the look before. */
  readonly ended: readonly Extract<BackfillEvent, { kind: "run-ended" | "run-lost" }>[];
}

// One look may be a cached one that does not show a new run yet.
const LOOKS_UNTIL_LOST = 3;
// Label requirements are part of an address, which has a longest length.
const TICKS_A_CALL = 100;

export class LedgerRefresher {
  readonly #ledger: BackfillLedger;
  readonly #cluster: Cluster;
  readonly #selector: readonly string[];
  /** How often an active run was not there, by name. */
  readonly #misses = new Map<string, number>();

  constructor(ledger: BackfillLedger, cluster: Cluster) {
    this.#ledger = ledger;
    this.#cluster = cluster;
    this.#selector = backfillSelector(ledger.plan);
  }

  async refresh(): Promise<Look> {
    const unfinished = await this.#cluster.list([...this.#selector, UNFINISHED]);
    for (const run of unfinished) this.#ledger.see(run);
    const names = new Set(unfinished.map(({ name }) => name));
    const gone = this.#ledger.entries("active").filter(({ run }) => !names.has(run.name));
    const found = await this.#read(gone);
    const ended = gone.flatMap((entry) => this.#settle(entry, found.get(entry.run.name)));
    // A run that was created and not seen yet counts too.
    for (const { run } of this.#ledger.entries("active")) names.add(run.name);
    const others = [...names].filter((name) => this.#ledger.entry(name) === undefined);
    return { active: names.size, others: others.length, ended };
  }

  async #read(entries: readonly LedgerEntry[]): Promise<ReadonlyMap<string, ClusterRun>> {
    const found = new Map<string, ClusterRun>();
    for (let at = 0; at < entries.length; at += TICKS_A_CALL) {
      const some = entries.slice(at, at + TICKS_A_CALL);
      const ticks = some.map(({ run }) => unixSeconds(run.tick)).join(",");
      const runs = await this.#cluster.list([...this.#selector, `${LABELS.tick} in (${ticks})`]);
      for (const run of runs) found.set(run.name, run);
    }
    return found;
  }

  #settle({ run }: LedgerEntry, found: ClusterRun | undefined): Look["ended"] {
    if (found === undefined) return this.#miss(run.name);
    this.#misses.delete(run.name);
    this.#ledger.see(found);
    const entry = this.#ledger.entry(run.name);
    return entry === undefined || entry.state === "active" ? [] : [{ kind: "run-ended", entry }];
  }

  #miss(name: string): Look["ended"] {
    const misses = (this.#misses.get(name) ?? 0) + 1;
    this.#misses.set(name, misses);
    const entry = this.#ledger.entry(name);
    if (misses < LOOKS_UNTIL_LOST || entry === undefined) return [];
    this.#ledger.seeLost(name);
    return [{ kind: "run-lost", run: entry.run }];
  }
}

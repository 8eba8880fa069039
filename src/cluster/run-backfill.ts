// Creates the runs of a backfill in the order of their dates, each when there is room for it.
//
// Several of these may work on one DAG at a time, also what is left of one that was killed (its `kubectl` may still be
// creating). All take the first dates that are missing from what they saw, so the dates that exist are always the first
// ones; whoever acts on an old view tries dates that exist, or no more than there was room for. So the bound holds for
// commands with the same dates. For different dates of one DAG all active runs are counted, without such a guarantee.

import type { BackfillProgress, BackfillReporter, BackfillSummary } from "./backfill-event.ts";
import type { BackfillLedger, LedgerEntry } from "./backfill-ledger.ts";
import type { Clock } from "./clock.ts";
import type { Cluster, ClusterRun } from "./cluster.ts";
import { compileBackfillRun } from "./compile-run.ts";
import { unixSeconds } from "./plan-backfill.ts";
import { removeRun } from "./remove-run.ts";
import { backfillSelector, LABELS, UNFINISHED } from "./run-labels.ts";

export interface BackfillOptions {
  /** How many runs may be unfinished at a time. */
  readonly maxActive: number;
  readonly clock: Clock;
  readonly report: BackfillReporter;
  /** Ends the creating; what runs goes on. */
  readonly signal: AbortSignal;
  /** Between two looks at the cluster. @defaultValue 1, growing to 10 while nothing changes */
  readonly pollSeconds?: number | undefined;
}

/** Brings the runs of the ledger about, and waits for their ends. */
export function runBackfill(
  ledger: BackfillLedger,
  cluster: Cluster,
  options: BackfillOptions,
): Promise<BackfillSummary> {
  return new Backfill(ledger, cluster, options).run();
}

const SHORTEST_POLL = 1;
const LONGEST_POLL = 10;
// One look may be a cached one that does not show a new run yet.
const LOOKS_UNTIL_LOST = 3;
// Label requirements are part of an address, which has a longest length.
const TICKS_A_CALL = 100;

class Backfill {
  readonly #ledger: BackfillLedger;
  readonly #cluster: Cluster;
  readonly #options: BackfillOptions;
  readonly #selector: readonly string[];
  /** How often an active run was not there, by name. */
  readonly #misses = new Map<string, number>();
  readonly #startedAt: number;
  #created = 0;
  #ended = 0;
  #others = 0;

  constructor(ledger: BackfillLedger, cluster: Cluster, options: BackfillOptions) {
    this.#ledger = ledger;
    this.#cluster = cluster;
    this.#options = options;
    this.#selector = backfillSelector(ledger.plan);
    this.#startedAt = options.clock.now().getTime();
  }

  async run(): Promise<BackfillSummary> {
    const { report, signal, maxActive } = this.#options;
    const replaced = this.#ledger.entries().filter((entry) => entry.isReplaced);
    report({ kind: "backfill-started", counts: this.#ledger.counts(), maxActive, replaced });
    try {
      await this.#work();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const summary = this.#summary();
    report({ kind: "backfill-finished", summary });
    return summary;
  }

  async #work(): Promise<void> {
    const { clock, signal, report, pollSeconds } = this.#options;
    let pause = pollSeconds ?? SHORTEST_POLL;
    while (!this.#isDone()) {
      signal.throwIfAborted();
      const before = this.#created + this.#ended;
      await this.#step();
      report({ kind: "backfill-progress", progress: this.#progress() });
      if (this.#isDone()) return;
      const isQuiet = this.#created + this.#ended === before;
      pause = pollSeconds ?? (isQuiet ? Math.min(pause * 1.5, LONGEST_POLL) : SHORTEST_POLL);
      await clock.sleep(pause, signal);
    }
  }

  #isDone(): boolean {
    const { missing, active } = this.#ledger.counts();
    return missing === 0 && active === 0 && this.#ledger.toCreate().length === 0;
  }

  async #step(): Promise<void> {
    const unfinished = await this.#cluster.list([...this.#selector, UNFINISHED]);
    for (const run of unfinished) this.#ledger.see(run);
    const names = new Set(unfinished.map((run) => run.name));
    await this.#settle(this.#ledger.entries("active").filter(({ run }) => !names.has(run.name)));
    this.#others = unfinished.filter(({ name }) => !this.#ledger.entry(name)).length;
    // A run that was created and not seen yet counts too.
    for (const { run } of this.#ledger.entries("active")) names.add(run.name);
    await this.#create(this.#options.maxActive - names.size);
  }

  /** Looks at the runs that were active and are not unfinished any more. */
  async #settle(entries: readonly LedgerEntry[]): Promise<void> {
    const found = new Map<string, ClusterRun>();
    for (let at = 0; at < entries.length; at += TICKS_A_CALL) {
      for (const run of await this.#runsOf(entries.slice(at, at + TICKS_A_CALL))) {
        found.set(run.name, run);
      }
    }
    for (const { run } of entries) this.#settleOne(run.name, found.get(run.name));
  }

  #runsOf(entries: readonly LedgerEntry[]): Promise<readonly ClusterRun[]> {
    const ticks = entries.map(({ run }) => unixSeconds(run.tick)).join(",");
    return this.#cluster.list([...this.#selector, `${LABELS.tick} in (${ticks})`]);
  }

  #settleOne(name: string, found: ClusterRun | undefined): void {
    if (found === undefined) return this.#miss(name);
    this.#misses.delete(name);
    this.#ledger.see(found);
    const entry = this.#ledger.entry(name);
    if (entry === undefined || entry.state === "active") return;
    this.#ended += 1;
    this.#options.report({ kind: "run-ended", entry });
  }

  #miss(name: string): void {
    const misses = (this.#misses.get(name) ?? 0) + 1;
    this.#misses.set(name, misses);
    const entry = this.#ledger.entry(name);
    if (misses < LOOKS_UNTIL_LOST || entry === undefined) return;
    this.#ledger.seeLost(name);
    this.#ended += 1;
    this.#options.report({ kind: "run-lost", run: entry.run });
  }

  async #create(room: number): Promise<void> {
    const { plan } = this.#ledger;
    const next = this.#ledger.toCreate().slice(0, Math.max(0, room));
    if (next.length === 0) return;
    for (const entry of next) {
      if (entry.isReplaced) await removeRun(entry, this.#cluster, this.#options);
    }
    const workflows = next.map(({ run }) => compileBackfillRun(plan, run));
    const { existed } = await this.#cluster.create(workflows);
    const there = new Set(existed);
    for (const { run } of next) {
      const kind = there.has(run.name) ? "run-existed" : "run-created";
      if (kind === "run-created") this.#created += 1;
      this.#ledger.seeCreated(run.name);
      this.#options.report({ kind, run });
    }
  }

  #progress(): BackfillProgress {
    const counts = this.#ledger.counts();
    const seconds = (this.#options.clock.now().getTime() - this.#startedAt) / 1000;
    const left = this.#ledger.toCreate().length + counts.active;
    const secondsLeft = this.#ended === 0 ? undefined : (left * seconds) / this.#ended;
    return { ...counts, others: this.#others, secondsLeft };
  }

  #summary(): BackfillSummary {
    return {
      counts: this.#ledger.counts(),
      created: this.#created,
      failed: this.#ledger.entries("failed"),
      lost: this.#ledger.entries("lost"),
      interrupted: this.#options.signal.aborted,
    };
  }
}

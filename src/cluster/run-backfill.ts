// Creates the runs of a backfill in the order of their dates, each when there is room for it.
//
// Several of these may work on one DAG at a time, also what is left of one that was killed (its `kubectl` may still be
// creating). All take the first dates that are missing from what they saw, so the dates that exist are always the first
// ones; whoever acts on an old view tries dates that exist, or no more than there was room for. So the bound holds for
// commands with the same dates. For different dates of one DAG all active runs are counted, without such a guarantee.

import type { BackfillProgress, BackfillReporter, BackfillSummary } from "./backfill-event.ts";
import type { BackfillLedger } from "./backfill-ledger.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import { compileBackfillRun } from "./compile-run.ts";
import { LedgerRefresher } from "./refresh-ledger.ts";
import { removeRun } from "./remove-run.ts";

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
// A request as large as a few hundred kilobytes.
const RUNS_A_CALL = 100;

class Backfill {
  readonly #ledger: BackfillLedger;
  readonly #cluster: Cluster;
  readonly #options: BackfillOptions;
  readonly #refresher: LedgerRefresher;
  readonly #startedAt: number;
  #created = 0;
  #ended = 0;
  #others = 0;

  constructor(ledger: BackfillLedger, cluster: Cluster, options: BackfillOptions) {
    this.#ledger = ledger;
    this.#cluster = cluster;
    this.#options = options;
    this.#refresher = new LedgerRefresher(ledger, cluster);
    this.#startedAt = options.clock.now().getTime();
  }

  async run(): Promise<BackfillSummary> {
    const { report, signal, maxActive } = this.#options;
    const replaced = this.#ledger.toReplace();
    report({ kind: "backfill-started", counts: this.#ledger.counts(), maxActive, replaced });
    try {
      await this.#work();
    } catch (error) {
      if (!signal.aborted) throw error;
      // A terminal's Ctrl-C ends the program that was called too; what it did is known to the cluster.
      await this.#refresher.refresh().catch(() => undefined);
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
    const { active, missing } = this.#ledger.counts();
    return active === 0 && missing === 0;
  }

  async #step(): Promise<void> {
    const { active, others, ended } = await this.#refresher.refresh();
    this.#others = others;
    this.#ended += ended.length;
    for (const event of ended) this.#options.report(event);
    const room = Math.min(this.#options.maxActive - active, RUNS_A_CALL);
    if (room > 0) await this.#create(room);
  }

  async #create(room: number): Promise<void> {
    const next = this.#ledger.entries("missing").slice(0, room);
    if (next.length === 0) return;
    for (const entry of next) await removeRun(entry, this.#cluster, this.#options);
    const { plan } = this.#ledger;
    const workflows = next.map(({ run }) => compileBackfillRun(plan, run));
    const { existed } = await this.#cluster.create(workflows);
    this.#created += next.length - existed.length;
    for (const { run } of next) {
      this.#ledger.seeCreated(run.name);
      const kind = existed.includes(run.name) ? "run-existed" : "run-created";
      this.#options.report({ kind, run });
    }
  }

  #progress(): BackfillProgress {
    const counts = this.#ledger.counts();
    const seconds = (this.#options.clock.now().getTime() - this.#startedAt) / 1000;
    const left = counts.missing + counts.active;
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

// What happens in a backfill, as data. Reporters own the words.

import type { LedgerEntry, StateCounts } from "./backfill-ledger.ts";
import type { OutageEvent } from "./patient-cluster.ts";
import type { PlannedRun } from "./plan-backfill.ts";

/** How far a backfill is. */
export interface BackfillProgress extends StateCounts {
  /** Active runs of the same DAG's other backfills, which count too. */
  readonly others: number;
  /** Until the end, at the pace so far; undefined before anything has ended. */
  readonly secondsLeft: number | undefined;
}

export interface BackfillSummary {
  readonly counts: StateCounts;
  /** By this command. */
  readonly created: number;
  /** In the order of their dates. */
  readonly failed: readonly LedgerEntry[];
  readonly lost: readonly LedgerEntry[];
  /** It was asked to stop; what runs goes on. */
  readonly interrupted: boolean;
}

export type BackfillEvent =
  | OutageEvent
  | {
      readonly kind: "backfill-started";
      readonly counts: StateCounts;
      readonly maxActive: number;
      /** The failed runs that are to be done again. */
      readonly replaced: readonly LedgerEntry[];
    }
  | { readonly kind: "run-created"; readonly run: PlannedRun }
  /** Another command created it in the meantime. */
  | { readonly kind: "run-existed"; readonly run: PlannedRun }
  | { readonly kind: "run-deleted"; readonly run: PlannedRun }
  | { readonly kind: "run-ended"; readonly entry: LedgerEntry }
  | { readonly kind: "run-lost"; readonly run: PlannedRun }
  | { readonly kind: "backfill-progress"; readonly progress: BackfillProgress }
  | { readonly kind: "backfill-finished"; readonly summary: BackfillSummary };

export type BackfillReporter = (event: BackfillEvent) => void;

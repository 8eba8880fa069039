// A backfill in a process of its own, for tests that kill it. argv: dates, bound.

import { readLedger } from "../../src/cluster/backfill-ledger.ts";
import { SYSTEM_CLOCK } from "../../src/cluster/clock.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { runBackfill } from "../../src/cluster/run-backfill.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";

const [dates = "1", maxActive = "1"] = process.argv.slice(2);
const start = new Date("2024-01-01T00:00:00Z");
const endDate = new Date(start.getTime() + (Number(dates) - 1) * 3_600_000);
const plan = planBackfill(exampleSpec(), { settings: SETTINGS, now: new Date(), endDate });
const cluster = await openCluster({ namespace: SETTINGS.namespace, env: process.env });
const ledger = await readLedger(plan, cluster, { rerunFailed: false });
const summary = await runBackfill(ledger, cluster, {
  maxActive: Number(maxActive),
  clock: SYSTEM_CLOCK,
  signal: new AbortController().signal,
  report: () => {},
  pollSeconds: 0.05,
});
process.stdout.write(`${JSON.stringify(summary.counts)}\n`);

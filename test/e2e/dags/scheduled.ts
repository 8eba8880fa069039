// One DAG a concurrency policy, at every minute, and one to be backfilled.

import { setTimeout as delay } from "node:timers/promises";
import { DAG, type DagOptions } from "airgo";

// Longer than from one tick to the next.
const LONG = 85_000;

/** Tells its execution date. */
export const ticking = everyMinute("ticking", { concurrencyPolicy: "Allow" });
tellDate(ticking);

export const policies = (["Forbid", "Allow", "Replace"] as const).map((concurrencyPolicy) => {
  const dag = everyMinute(concurrencyPolicy.toLowerCase(), { concurrencyPolicy });
  dag.task("long", async (_: Record<never, never>, { signal }) => {
    await delay(LONG, undefined, { signal });
  })();
  return dag;
});

function everyMinute(dagId: string, options: DagOptions) {
  return new DAG(dagId, { schedule: "* * * * *", startDate: "2024-01-01", ...options });
}

/** Daily, over the day on which Berlin's clocks go forward; no tick of its own comes while a test runs. */
export const daily = new DAG("daily", {
  schedule: "30 2 * * *",
  timezone: "Europe/Berlin",
  startDate: "2024-03-01",
  endDate: "2024-12-31",
});
tellDate(daily);

// What nobody takes is not put out.
function tellDate(dag: DAG) {
  const date = dag.task("date", async (_: Record<never, never>, context) =>
    context.executionDate.toISOString(),
  )();
  dag.task("take", async ({ date }: { date: string }) => date)({ date });
}

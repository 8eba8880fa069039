import assert from "node:assert/strict";
import test from "node:test";
import { PLAIN } from "../../src/cli/paint.ts";
import { printClusterRuns } from "../../src/cli/runs/print-cluster-runs.ts";
import { VIAS } from "../../src/cluster/cluster.ts";
import { compileBackfillRun, compileManualRun } from "../../src/cluster/compile-run.ts";
import { listClusterRuns } from "../../src/cluster/list-cluster-runs.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";
import { FakeCluster } from "./fake-cluster.ts";

const plan = planBackfill(exampleSpec(), {
  settings: SETTINGS,
  now: new Date("2024-01-01T01:00:00Z"),
});

for (const via of VIAS) {
  test(`${via}: the runs of the project, or of one DAG, with what they stand for and how they ended`, async (t) => {
    const fake = new FakeCluster(t);
    const cluster = await openCluster({ namespace: "argo", env: fake.env, via });
    fake.set({ runningMs: 2000, failing: ["shop-etl-bf-1704070800"] });
    await cluster.create(plan.runs.map((run) => compileBackfillRun(plan, run)));
    fake.set({ pendingMs: 60_000 });
    const manual = { ...plan, dagId: "by-hand", executionDate: undefined, params: undefined };
    await cluster.create([compileManualRun(manual)]);
    await cluster.create([compileManualRun({ ...manual, projectName: "other" })]);

    const all = await listClusterRuns(cluster, { projectName: "shop" });
    const kinds = all.map(({ dagId, runType, phase }) => [dagId, runType, phase ?? "Pending"]);
    assert.deepEqual(kinds.toSorted(), [
      ["by-hand", "manual", "Pending"],
      ["etl", "backfill", "Running"],
      ["etl", "backfill", "Running"],
    ]);
    const etl = await listClusterRuns(cluster, { projectName: "shop", dagId: "etl" });
    assert.deepEqual(etl.map(({ executionDate }) => executionDate.toISOString()).toSorted(), [
      "2024-01-01T00:00:00.000Z",
      "2024-01-01T01:00:00.000Z",
    ]);
  });
}

test("the table says of each run what it is and how it stands", () => {
  const run = {
    ...{ name: "shop-etl-bf-1704067200", dagId: "etl", runType: "backfill", message: undefined },
    executionDate: new Date("2024-01-01T00:00:00Z"),
    createdAt: new Date("2024-03-01T10:00:00Z"),
  };
  const [startedAt, finishedAt] = ["10:00:01", "10:01:31"].map(
    (at) => new Date(`2024-03-01T${at}Z`),
  );
  const waiting = { ...run, phase: undefined, startedAt: undefined, finishedAt: undefined };
  const runs = [
    { ...run, phase: "Failed", startedAt, finishedAt } as const,
    { ...waiting, name: "shop-etl-x7k2p", runType: "manual" },
  ];
  assert.deepEqual(printClusterRuns(runs, { paint: PLAIN, width: undefined }).split("\n"), [
    "RUN                     RESULT     DATE                  STARTED                 TOOK  KIND      DAG",
    "shop-etl-bf-1704067200  ✗ Failed   2024-01-01 00:00:00Z  2024-03-01 10:00:01Z  1m 30s  backfill  etl",
    "shop-etl-x7k2p            Pending  2024-01-01 00:00:00Z                                manual    etl",
    "",
  ]);
});

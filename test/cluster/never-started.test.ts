// The nodes are of a real controller, v4.0.7: a run that took longer than its dagrunTimeout, cut down.

import assert from "node:assert/strict";
import test from "node:test";
import { viewClusterRun } from "../../src/cluster/view-cluster-run.ts";
import { DAG } from "../../src/index.ts";

const NAME = "shop-overdue-mrw5l";
const LATE = "Pod was active on the node longer than the specified deadline";

test("a task that would have started after the run's deadline failed without an attempt", () => {
  const dag = new DAG("overdue", { dagrunTimeout: 5 });
  const late = dag.task("late", async () => 1)();
  dag
    .task("clean-up", async () => 1, { triggerRule: "all_done" })()
    .after(late);
  const node = (displayName: string, more: object) => ({
    boundaryID: NAME,
    displayName,
    type: "Pod",
    phase: "Failed",
    startedAt: "2026-11-23T10:20:18Z",
    finishedAt: "2026-11-23T10:20:28Z",
    ...more,
  });
  const { outcome } = viewClusterRun(dag.spec(), {
    metadata: { name: NAME, creationTimestamp: "2026-11-23T10:20:18Z" },
    status: {
      phase: "Failed",
      nodes: {
        [`${NAME}-1`]: node("late", { message: LATE, outputs: { exitCode: "143" } }),
        [`${NAME}-2`]: node("clean-up", { message: "Step exceeded its deadline" }),
      },
    },
  });
  const tasks = [...(outcome?.tasks.values() ?? [])];
  assert.deepEqual(
    tasks.map(({ taskId, phase, attempts, message }) => [taskId, phase, attempts, message]),
    [
      ["late", "Failed", 1, LATE],
      ["clean-up", "Failed", 0, "Step exceeded its deadline"],
    ],
  );
});

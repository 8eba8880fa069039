import assert from "node:assert/strict";
import test from "node:test";
import { DAG } from "airgo";
import { runDag } from "airgo/testing";

test("when the dagrunTimeout is over, what would start fails, and what is below is decided by that", async () => {
  const dag = new DAG("overdue", { dagrunTimeout: "2h" });
  const list = dag.task("list", async () => ["a", "b"])();
  const failing = () => Promise.reject(new Error("not yet"));
  const late = dag.task("late", failing, { retries: 9, retryDelay: "50m" })();
  const below = dag
    .task("below", async () => undefined)()
    .after(late);
  const each = dag.task("each", async ({ item }: { item: string }) => item);
  each.expand({ item: list }).after(late);
  const cleanUp = dag.task("clean-up", async () => "cleaned", { triggerRule: "all_done" })();
  cleanUp.after(late);
  dag
    .task("alarm", async () => "rung", { triggerRule: "one_failed" })()
    .after(below);
  dag
    .task("last", async () => undefined, { triggerRule: "all_skipped" })()
    .after(cleanUp);
  const { phase, phases, tasks } = await runDag(dag);
  assert.equal(phase, "Failed");
  assert.deepEqual(phases, {
    list: "Succeeded",
    late: "Failed",
    below: "Omitted",
    each: "Omitted",
    "clean-up": "Failed",
    alarm: "Failed",
    last: "Skipped",
  });
  assert.deepEqual([tasks.late?.attempts, tasks["clean-up"]?.attempts], [3, 0]);
  assert.match(tasks["clean-up"]?.message ?? "", /dagrunTimeout/);
});

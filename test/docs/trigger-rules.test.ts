import assert from "node:assert/strict";
import test from "node:test";
import { DAG, type TriggerRule } from "airgo";
import { runDag } from "airgo/testing";
import { tableBelow } from "./tables.ts";

// By the headings of the table.
const ENDS: Readonly<Record<string, readonly End[]>> = {
  "both succeeded": ["succeeded", "succeeded"],
  "one succeeded, one failed": ["succeeded", "failed"],
  "one succeeded, one skipped": ["succeeded", "skipped"],
  "both failed": ["failed", "failed"],
  "both skipped": ["skipped", "skipped"],
  "one failed, one skipped": ["failed", "skipped"],
};

const RULES = [
  "all_success",
  "none_failed",
  "none_failed_min_one_success",
  "one_success",
  "all_done",
  "one_failed",
  "all_failed",
  "all_skipped",
  "none_skipped",
] as const satisfies readonly TriggerRule[];

type End = "succeeded" | "failed" | "skipped" | "omitted";

/** The phase of a task with this rule below upstreams that end so. */
async function phaseOf(triggerRule: TriggerRule, ends: readonly End[]): Promise<string> {
  const dag = new DAG("rules");
  const { yes } = dag.if(dag.task("never", async () => false)());
  const failing = dag.task("failing", async () => "never")();
  const upstreams = ends.map((end, index) => {
    const upstream = dag.task(`${end}-${index}`, async () => end)();
    if (end === "skipped") upstream.after(yes);
    return end === "omitted" ? upstream.after(failing) : upstream;
  });
  dag
    .task("it", async () => "ran")(undefined, { triggerRule })
    .after(upstreams);
  const failed = ends.flatMap((end, index) => (end === "failed" ? [`${end}-${index}`] : []));
  const { phases } = await runDag(dag, { faults: ["failing", ...failed] });
  return phases.it === "Succeeded" ? "runs" : (phases.it ?? "");
}

test("short circuits and branches: the trigger rules do what the table says", async () => {
  const { heading, rows } = tableBelow("docs/short-circuits-and-branches.md", "## Trigger rules");
  assert.deepEqual(heading.slice(1), Object.keys(ENDS));
  assert.deepEqual(
    rows.map(([rule]) => rule),
    RULES.map((rule) => `\`${rule}\``),
  );
  for (const triggerRule of RULES) {
    const [, ...cells] = rows.find(([rule]) => rule === `\`${triggerRule}\``) ?? [];
    const phases = Object.values(ENDS).map((ends) => phaseOf(triggerRule, ends));
    assert.deepEqual(await Promise.all(phases), cells, triggerRule);
  }
});

test("short circuits and branches: an Omitted upstream counts as a failed one", async () => {
  for (const triggerRule of RULES) {
    for (const other of ["succeeded", "failed", "skipped"] as const) {
      const asFailed = await phaseOf(triggerRule, [other, "failed"]);
      assert.equal(await phaseOf(triggerRule, [other, "omitted"]), asFailed, triggerRule);
    }
  }
});

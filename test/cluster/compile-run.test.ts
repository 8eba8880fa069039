import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { load } from "js-yaml";
import { encodeValue } from "../../runtime/codec.ts";
import { compileBackfillRun, compileManualRun } from "../../src/cluster/compile-run.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { toYaml } from "../../src/render/yaml.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";

const plan = planBackfill(exampleSpec(), {
  settings: SETTINGS,
  now: new Date("2024-01-01T02:00:00Z"),
  params: '{"region":"north"}',
});

function compile(index: number, turn?: { readonly maxActive: number }) {
  const run = plan.runs[index];
  assert.ok(run);
  return compileBackfillRun(plan, run, turn);
}

test("a backfill's run is a plain Workflow that stands for its tick and stays for thirty days", () => {
  assert.deepEqual(compile(1), {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: {
      name: "shop-etl-bf-1704070800",
      namespace: "argo",
      labels: {
        "airgo/project": "shop",
        "airgo/dag": "etl",
        "airgo/run-type": "backfill",
        "airgo/tick": "1704070800",
      },
      annotations: { "workflows.argoproj.io/scheduled-time": "2024-01-01T01:00:00Z" },
    },
    spec: {
      workflowTemplateRef: { name: "shop-etl" },
      arguments: {
        parameters: [
          { name: "creationTimestampOverride", value: "2024-01-01T01:00:00Z" },
          { name: "params", value: '{"region":"north"}' },
        ],
      },
      ttlStrategy: { secondsAfterCompletion: 2_592_000 },
    },
  });
});

test("runs that take turns share as many mutexes as may be active, the earlier dates first", () => {
  const turns = [0, 1, 2].map((index) => compile(index, { maxActive: 2 }).spec);
  assert.deepEqual(
    turns.map((spec) => spec?.synchronization?.mutexes?.[0]?.name),
    ["shop-etl-bf-0", "shop-etl-bf-1", "shop-etl-bf-0"],
  );
  const priorities = turns.map((spec) => spec?.priority ?? Number.NaN);
  assert.ok(priorities.every((priority, at) => at === 0 || priority < (priorities[at - 1] ?? 0)));
});

const MANUAL = {
  projectName: "shop",
  dagId: "etl",
  namespace: "argo",
  templateName: "shop-etl",
  executionDate: undefined,
  params: undefined,
} as const;

test("a run by hand has a name of its own each time, and only the parameters that were given", () => {
  const { metadata, spec } = compileManualRun(MANUAL);
  assert.equal(metadata?.generateName, "shop-etl-");
  assert.equal(metadata?.labels?.["airgo/run-type"], "manual");
  assert.deepEqual(spec, { workflowTemplateRef: { name: "shop-etl" } });
});

test("no text that was typed changes what the manifest says, in JSON or YAML", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string({ unit: "binary" })), (given) => {
      const params = encodeValue({ ...given });
      assert.doesNotMatch(params, /\{\{/);
      const workflow = compileManualRun({ ...MANUAL, params });
      assert.deepEqual(load(toYaml([workflow])), workflow);
      const [parameter] = workflow.spec?.arguments?.parameters ?? [];
      assert.deepEqual(JSON.parse(parameter?.value ?? ""), { ...given });
    }),
  );
});

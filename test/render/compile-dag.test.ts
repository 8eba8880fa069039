import assert from "node:assert/strict";
import test from "node:test";
import { structureHash } from "../../src/core/structure-hash.ts";
import type { ArgoTemplate } from "../../src/render/argo-types.ts";
import { compileDag } from "../../src/render/compile-dag.ts";
import type { RenderSettings } from "../../src/render/render-settings.ts";
import { manyTasks, oneTask } from "./dags-for-tests.ts";
import { rulesDag, skipsDag } from "./golden-dags.ts";
import { SETTINGS } from "./settings.ts";

function podOf(
  task: Parameters<typeof oneTask>[2],
  settings: RenderSettings = SETTINGS,
): ArgoTemplate {
  const [, pod] = compileDag(oneTask("etl", {}, task), settings).workflowTemplate.spec.templates;
  assert.ok(pod !== undefined);
  return pod;
}

function envOf(pod: ArgoTemplate): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries((pod.container?.env ?? []).map(({ name, value }) => [name, value]));
}

test("a DAG by hand has a WorkflowTemplate only", () => {
  const { workflowTemplate, cronWorkflow, backfillWorkflow } = compileDag(oneTask("etl"), SETTINGS);
  assert.equal(workflowTemplate.metadata.name, "demo-etl");
  assert.equal(workflowTemplate.metadata.namespace, "argo");
  assert.deepEqual([cronWorkflow, backfillWorkflow], [undefined, undefined]);
});

test("a DAG with a schedule has a CronWorkflow that only refers to the WorkflowTemplate", () => {
  const { cronWorkflow, backfillWorkflow } = compileDag(
    oneTask("etl", { schedule: "@daily" }),
    SETTINGS,
  );
  assert.deepEqual(cronWorkflow?.spec.workflowSpec, { workflowTemplateRef: { name: "demo-etl" } });
  assert.equal(cronWorkflow?.spec.when, undefined);
  assert.equal(cronWorkflow?.spec.stopStrategy, undefined);
  assert.equal(backfillWorkflow, undefined);
});

test("with a schedule and a start date there is a run to create, which asks for its date", () => {
  const dag = oneTask("etl", { schedule: "@daily", startDate: "2024-01-01" });
  const { backfillWorkflow } = compileDag(dag, SETTINGS);
  assert.equal(backfillWorkflow?.metadata.generateName, "demo-etl-bf-");
  assert.deepEqual(backfillWorkflow?.spec, {
    workflowTemplateRef: { name: "demo-etl" },
    arguments: { parameters: [{ name: "creationTimestampOverride" }] },
  });
});

test("nothing fires before the start date, nor a minute after the end date", () => {
  const stopOf = (endDate: string) => {
    const dag = oneTask("etl", { schedule: "@daily", startDate: "2024-01-01", endDate });
    return compileDag(dag, SETTINGS).cronWorkflow?.spec;
  };
  assert.equal(stopOf("2024-02-01")?.when, `{{= now().Unix() >= ${Date.UTC(2024, 0, 1) / 1000} }}`);
  const after = (time: number) => `now().Unix() >= ${time / 1000}`;
  assert.equal(stopOf("2024-02-01")?.stopStrategy?.expression, after(Date.UTC(2024, 1, 1, 0, 1)));
  // The tick of 23:59 belongs to the day, the one of midnight does not.
  assert.equal(
    stopOf("2024-02-01 23:59:59")?.stopStrategy?.expression,
    after(Date.UTC(2024, 1, 2)),
  );
});

test("tasks that differ only in their ids share a template; any other difference makes another", () => {
  const same = compileDag(manyTasks("etl", 5), SETTINGS).workflowTemplate.spec.templates;
  assert.equal(same.length, 2);
  const other = manyTasks("etl", 6, (index) => ({
    retries: index % 2,
    requestsCpu: index < 3 ? "1" : "2",
  }));
  assert.equal(compileDag(other, SETTINGS).workflowTemplate.spec.templates.length, 5);
});

test("a template's name says what is in it: a new image or another task leaves it", () => {
  const nameOf = (count: number, settings: RenderSettings) =>
    compileDag(manyTasks("etl", count), settings).workflowTemplate.spec.templates[1]?.name;
  const name = nameOf(1, SETTINGS);
  assert.match(name ?? "", /^run-[0-9a-f]{10}$/);
  assert.equal(nameOf(2, { ...SETTINGS, image: "registry.example/demo:2.0" }), name);
  assert.notEqual(podOf({ retries: 1 }).name, podOf({}).name);
});

test("retries are Argo's, also after an Error, and never after FailTask", () => {
  assert.equal(podOf({}).retryStrategy, undefined);
  const policy = { retryPolicy: "Always", expression: "lastRetry.exitCode != '99'" };
  assert.deepEqual(podOf({ retries: 2 }).retryStrategy, { limit: "2", ...policy });
  const all = podOf({
    retries: 2,
    retryDelay: "30s",
    retryExponentialBackoff: true,
    maxRetryDelay: "10m",
  });
  assert.deepEqual(all.retryStrategy?.backoff, { duration: "30s", factor: "2", cap: "600s" });
  assert.deepEqual(podOf({ retries: 1, retryDelay: 5 }).retryStrategy?.backoff, { duration: "5s" });
});

test("the attempt's number reaches the pod only where Argo would replace it", () => {
  assert.equal(envOf(podOf({})).AIRGO_RETRIES, undefined);
  assert.equal(envOf(podOf({ retries: 1 })).AIRGO_RETRIES, "{{retries}}");
});

test("the pod's deadline leaves the task its time to stop", () => {
  assert.equal(podOf({}).activeDeadlineSeconds, undefined);
  assert.equal(podOf({ executionTimeout: "10m" }).activeDeadlineSeconds, 630);
  const settings = { ...SETTINGS, terminationGracePeriodSeconds: 60 };
  assert.equal(podOf({ executionTimeout: "10m" }, settings).activeDeadlineSeconds, 660);
});

test("another grace period than the cluster's is set in the pod and told to it", () => {
  const settings = { ...SETTINGS, terminationGracePeriodSeconds: 60 };
  const { spec } = compileDag(oneTask("etl"), settings).workflowTemplate;
  assert.equal(spec.podSpecPatch, '{"terminationGracePeriodSeconds":60}');
  assert.equal(envOf(podOf({}, settings)).AIRGO_TERMINATION_GRACE_PERIOD_SECONDS, "60");
  assert.equal(compileDag(oneTask("etl"), SETTINGS).workflowTemplate.spec.podSpecPatch, undefined);
});

test("the hash of the DAG's structure stands in the manifest and in the pod's environment", () => {
  const dag = oneTask("etl");
  const { metadata, spec } = compileDag(dag, SETTINGS).workflowTemplate;
  assert.equal(metadata.annotations?.["airgo/structure-hash"], structureHash(dag));
  const env = envOf(spec.templates[1] ?? {});
  assert.equal(env.AIRGO_STRUCTURE_HASH, structureHash(dag));
  assert.equal(env.AIRGO_STRUCTURE_MISMATCH, undefined);
  const strict = podOf({}, { ...SETTINGS, structureMismatch: "fail" });
  assert.equal(envOf(strict).AIRGO_STRUCTURE_MISMATCH, "fail");
});

test("an operator's parameters are variables, and Kubernetes leaves their dollars alone", () => {
  const parameters = { A: "1", B: "$(A) $$ $x $$(A) $" };
  const env = envOf(podOf({ parameters }));
  assert.equal(env.A, "1");
  assert.equal(expand(env.B ?? "", env), parameters.B);
});

/** Kubernetes' own expansion of variables. */
function expand(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    name === undefined ? "$" : (env[name] ?? all),
  );
}

test("labels of the DAG are on its objects, its runs and its pods", () => {
  const dag = oneTask("etl", {
    schedule: "@daily",
    startDate: "2024-01-01",
    labels: { team: "data" },
  });
  const { workflowTemplate, cronWorkflow, backfillWorkflow } = compileDag(dag, SETTINGS);
  const own = { team: "data", "airgo/project": "demo", "airgo/dag": "etl" };
  assert.deepEqual(workflowTemplate.metadata.labels, own);
  assert.deepEqual(workflowTemplate.spec.workflowMetadata?.labels, own);
  assert.deepEqual(workflowTemplate.spec.podMetadata?.labels, { team: "data" });
  assert.deepEqual(cronWorkflow?.spec.workflowMetadata?.labels, {
    ...own,
    "airgo/run-type": "scheduled",
  });
  assert.deepEqual(backfillWorkflow?.metadata.labels, { ...own, "airgo/run-type": "backfill" });
});

test("a label that Argo is to fill in is only on pods, because an object may have no braces", () => {
  const labels = { run: "{{workflow.name}}" };
  const dag = oneTask("etl", { labels, argoExpressions: true });
  const { metadata, spec } = compileDag(dag, SETTINGS).workflowTemplate;
  assert.equal(metadata.labels?.run, undefined);
  assert.deepEqual(spec.podMetadata?.labels, labels);
});

test("inputs, items and the run's parameters reach the pod as files", () => {
  const { spec } = compileDag(skipsDag().spec(), SETTINGS).workflowTemplate;
  const [graph, ...pods] = spec.templates;
  const each = graph?.dag?.tasks.find(({ name }) => name === "each");
  assert.equal(each?.withParam, "{{tasks.lister.outputs.parameters.rows}}");
  assert.deepEqual(each?.arguments?.parameters, [
    { name: "task-id", value: "each" },
    { name: "item", value: "{{item}}" },
  ]);
  const pod = pods.find(({ name }) => name === each?.template);
  assert.deepEqual(pod?.inputs?.artifacts, [
    {
      name: "params",
      path: "/tmp/airgo/in/params",
      raw: { data: "{{workflow.parameters.params}}" },
    },
    { name: "item", path: "/tmp/airgo/in/item", raw: { data: "{{inputs.parameters.item}}" } },
    { name: "name", path: "/tmp/airgo/in/name", raw: { data: "{{tasks.name}}" } },
  ]);
});

test("an output of a task that may be skipped has a default, any other has none", () => {
  const outputs = compileDag(skipsDag().spec(), SETTINGS)
    .workflowTemplate.spec.templates.flatMap((template) => template.outputs?.parameters ?? [])
    .map(({ name, valueFrom }) => [name, valueFrom?.path, valueFrom?.default]);
  assert.deepEqual(outputs, [
    ["short_circuit", "/tmp/airgo/out/short_circuit", "false"],
    ["rows", "/tmp/airgo/out/rows", "null"],
    ["to_left", "/tmp/airgo/out/to_left", "false"],
    ["to_right", "/tmp/airgo/out/to_right", "false"],
  ]);
});

test("every task waits for exactly its upstreams", () => {
  for (const dag of [skipsDag().spec(), rulesDag().spec()]) {
    const [graph] = compileDag(dag, SETTINGS).workflowTemplate.spec.templates;
    assert.equal(graph?.dag?.failFast, false);
    for (const task of dag.tasks) {
      const depends: string =
        graph?.dag?.tasks.find(({ name }) => name === task.taskId)?.depends ?? "";
      const named = new Set<string | undefined>(
        [...depends.matchAll(/([-\w]+)\./g)].map(([, id]) => id),
      );
      assert.deepEqual([...named].sort(), [...task.upstream].sort(), task.taskId);
    }
  }
});

test("the longest executionTimeout and its grace period are no more than Kubernetes counts", () => {
  const longest = 2 ** 31 - 1;
  assert.equal(podOf({ executionTimeout: longest }).activeDeadlineSeconds, longest);
});

test("what the DAG says of its runs is in the right object", () => {
  const dag = oneTask("etl", { parallelism: 3, dagrunTimeout: "2h", description: "It is: yes" });
  const { metadata, spec } = compileDag(dag, {
    ...SETTINGS,
    serviceAccountName: "runner",
  }).workflowTemplate;
  assert.deepEqual(
    [spec.parallelism, spec.activeDeadlineSeconds, spec.serviceAccountName],
    [3, 7200, "runner"],
  );
  assert.equal(metadata.annotations?.["workflows.argoproj.io/description"], "It is: yes");
});

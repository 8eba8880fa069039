import assert from "node:assert/strict";
import test from "node:test";
import { parseTaskId } from "../../src/core/names.ts";
import type { DagSpec, TaskSpec } from "../../src/core/spec.ts";
import { inspectDag } from "../../src/render/compile-dag.ts";
import { type Project, validateDag } from "../../src/validate/validate-dag.ts";
import { manyTasks, oneTask } from "../render/dags-for-tests.ts";
import { SETTINGS } from "../render/settings.ts";

const PROJECT: Project = { projectName: "demo" };

/** The first finding, as `code: message`. */
function found(spec: DagSpec, project = PROJECT): string | undefined {
  const [first] = validateDag(spec, project);
  assert.notEqual(first?.hint, "");
  assert.notEqual(first?.source, "");
  return first && `${first.code}: ${first.message}`;
}

/** The spec with its only task changed in a way that the core would not let pass. */
function changed(spec: DagSpec, task: Partial<TaskSpec>): DagSpec {
  return { ...spec, tasks: spec.tasks.map((only) => ({ ...only, ...task })) };
}

test("a DAG that Argo takes has no findings", () => {
  assert.deepEqual(validateDag(manyTasks("etl", 200), PROJECT), []);
});

test("a name may have 49 characters with the project's, so that a run's name fits", () => {
  assert.equal(found(oneTask("a".repeat(44))), undefined);
  assert.match(found(oneTask("a".repeat(45))) ?? "", /^name-too-long: .* has 50 characters/);
});

test("201 tasks are told with what to do instead", () => {
  const spec = manyTasks("etl", 201);
  assert.match(found(spec) ?? "", /^too-many-tasks: DAG "etl": it has 201 tasks/);
  assert.match(validateDag(spec, PROJECT)[0]?.hint ?? "", /map one task over a list/);
});

test("200 different containers are too many, because the DAG is a template too", () => {
  const codes = (count: number) =>
    inspectDag(
      manyTasks("etl", count, (index) => ({ parameters: { N: String(index) } })),
      SETTINGS,
    ).errors.map(({ code }) => code);
  assert.deepEqual(codes(199), []);
  assert.deepEqual(codes(200), ["too-many-tasks"]);
});

test("a manifest is warned of from 512 KiB on, and refused from 1 MiB on", () => {
  const inspect = (kib: number) => {
    const value = "x".repeat(1024 * 100);
    const spec = manyTasks("etl", kib / 100, (index) => ({
      parameters: { V: `${index}${value}` },
    }));
    const { errors, warnings } = inspectDag(spec, SETTINGS);
    return [errors.map(({ code }) => code), warnings.map(({ code }) => code)];
  };
  assert.deepEqual(inspect(400), [[], []]);
  assert.deepEqual(inspect(600), [[], ["manifest-too-large"]]);
  assert.deepEqual(inspect(1100), [["manifest-too-large"], []]);
});

test("a task may not read from one that is not upstream: Argo would wait for ever", () => {
  const taskId = parseTaskId("other");
  const from = { taskId, output: "x" };
  const spec = oneTask("etl");
  const expected =
    'not-an-ancestor: DAG "etl": task "only": it reads an output of "other", which is not upstream of it';
  const input = { name: "x", from, form: "value", orNull: false } as const;
  assert.equal(found(changed(spec, { inputs: [input] })), expected);
  assert.equal(found(changed(spec, { over: from })), expected);
  assert.equal(
    found(changed(spec, { gates: [{ upstream: taskId, parameters: ["to_only"] }] })),
    expected,
  );
  const inputs = changed(spec, { inputs: [input], upstream: [taskId] });
  assert.equal(found(inputs), undefined);
});

test("a task may have 500 inputs, its id among them", () => {
  const taskId = parseTaskId("up");
  const inputs = (count: number) =>
    changed(oneTask("etl"), {
      upstream: [taskId],
      inputs: Array.from({ length: count }, (_, index) => ({
        name: `x${index}`,
        from: { taskId, output: "x" },
        form: "value" as const,
        orNull: false,
      })),
    });
  assert.equal(found(inputs(499)), undefined);
  assert.match(found(inputs(500)) ?? "", /^too-many-inputs: .*it has 501 inputs/);
});

test("a parameter's name has letters, digits, _ and -", () => {
  const output = {
    kind: "value",
    parameter: "grö.ße",
    form: "value",
    whenSkipped: undefined,
  } as const;
  assert.match(
    found(changed(oneTask("etl"), { outputs: [output] })) ?? "",
    /^invalid-name: .*"grö.ße"/,
  );
});

test("airgo's own labels are refused", () => {
  for (const key of ["airgo/dag", "dag_id", "task_id"]) {
    const spec = oneTask("etl", { labels: { [key]: "x" } });
    assert.match(found(spec) ?? "", new RegExp(`^invalid-label: .*"${key}"`));
  }
});

test("labels and annotations that Argo writes itself are refused, others of its prefix are not", () => {
  for (const name of ["completed", "workflow", "scheduled-time"]) {
    const key = `workflows.argoproj.io/${name}`;
    for (const options of [{ labels: { [key]: "x" } }, { annotations: { [key]: "x" } }]) {
      assert.match(found(oneTask("etl", options)) ?? "", /^invalid-label: .* is Argo's own: /);
    }
  }
  const annotations = { "workflows.argoproj.io/title": "x", "workflows.argoproj.io/tags": "a,b" };
  assert.equal(found(oneTask("etl", { annotations })), undefined);
});

test("braces are refused wherever a user's text stands, unless the option says that they are Argo's", () => {
  const { labels, ...spec } = oneTask("etl");
  const text = "{{workflow.name}}";
  for (const part of [
    { description: text },
    { annotations: { a: text } },
    { labels: { a: text } },
  ]) {
    assert.match(found({ ...spec, labels, ...part }) ?? "", /^argo-expression: /);
    assert.equal(found({ ...spec, labels, ...part, argoExpressions: true }), undefined);
  }
  const parameters = { A: text };
  assert.match(found(changed({ ...spec, labels }, { parameters })) ?? "", /^argo-expression: /);
  assert.equal(
    found(changed({ ...spec, labels }, { parameters, argoExpressions: true })),
    undefined,
  );
});

test("a variable above 128 KiB is refused: the container would not start", () => {
  const withValue = (length: number) =>
    oneTask("etl", {}, { parameters: { V: "x".repeat(length) } });
  assert.equal(found(withValue(128 * 1024 - 3)), undefined);
  assert.match(found(withValue(128 * 1024 - 2)) ?? "", /^value-too-large: /);
});

test("characters that the API server refuses or changes are refused wherever a user's text stands", () => {
  const text = "a\u0085b";
  for (const options of [{ description: text }, { annotations: { a: text } }]) {
    assert.match(found(oneTask("etl", options)) ?? "", /^invalid-label: /);
  }
  for (const fine of ["\t\r\n\u00a0\u2028\ufeff\u{1f600}", "é"]) {
    assert.equal(found(oneTask("etl", { description: fine })), undefined);
  }
});

test("a variable with half a character, or with one that YAML does not print, is refused", () => {
  for (const value of ["a\ud800b", "\udc00", "a\u007f", "\u0085", "\uffff"]) {
    assert.match(
      found(oneTask("etl", {}, { parameters: { V: value } })) ?? "",
      /^invalid-parameter: /,
    );
  }
  assert.equal(found(oneTask("etl", {}, { parameters: { V: "\u{1f600}\n" } })), undefined);
});

test("a finding has the task's place in the user's own file", () => {
  const [first] = validateDag(oneTask("etl", {}, { parameters: { V: "\ud800" } }), PROJECT);
  assert.equal(first?.taskId, "only");
  assert.match(first?.location?.file ?? "", /dags-for-tests\.ts$/);
});

test("all findings of a DAG are told at once", () => {
  const spec = oneTask(
    "a".repeat(50),
    { labels: { dag_id: "x" } },
    { parameters: { V: "\ud800" } },
  );
  assert.deepEqual(
    validateDag(spec, PROJECT).map(({ code }) => code),
    ["name-too-long", "invalid-label", "invalid-parameter"],
  );
});

// What is only wrong where a container template, workflow.yaml and an operator meet.

import assert from "node:assert/strict";
import test from "node:test";
import { artifactProperty, BaseOperator, DAG } from "airgo";
import { inspectDag } from "../../src/render/compile-dag.ts";
import { manyTasks, oneTask } from "./dags-for-tests.ts";
import { DEFAULT, type Files, problemsWith, scheduledDag, WORKFLOW } from "./file-problems.ts";
import { SETTINGS } from "./settings.ts";

class Writes extends BaseOperator {
  execute() {}

  @artifactProperty()
  get rows(): number[] {
    return [1];
  }
}

class Reads extends BaseOperator<{ rows: number[] }> {
  execute() {}
}

/** A DAG with a task that puts something out. */
function writingDag(): DAG {
  const dag = new DAG("etl");
  const write = new Writes({ taskId: "write", dag });
  new Reads({ taskId: "read", dag, rows: write.output("rows") });
  return dag;
}

function messagesOf(files: Files, dag?: DAG): readonly string[] {
  return problemsWith(files, dag).map(({ message }) => message);
}

const READ_ONLY = "securityContext: { readOnlyRootFilesystem: true }";

function withMount(mount: string): Files {
  return {
    [DEFAULT]: `volumes: [{ name: v, emptyDir: {} }]\ncontainer: { ${READ_ONLY}, volumeMounts: [${mount}] }`,
  };
}

test("a read-only root needs a place for a task's outputs", () => {
  const [message, ...others] = messagesOf(
    { [DEFAULT]: `container: { ${READ_ONLY} }` },
    writingDag(),
  );
  assert.equal(
    message,
    "templates/containers/default.yaml:1: container.securityContext.readOnlyRootFilesystem leaves no place for a task's outputs, below /tmp/airgo",
  );
  assert.deepEqual(others, []);
  for (const mount of ["/tmp", "/tmp/", "/tmp/airgo", "/tmp/airgo/out", "/"]) {
    assert.deepEqual(messagesOf(withMount(`{ name: v, mountPath: ${mount} }`), writingDag()), []);
  }
  for (const mount of [
    "mountPath: /tmp/air",
    "mountPath: /data",
    "mountPath: /tmp, readOnly: true",
  ]) {
    assert.equal(messagesOf(withMount(`{ name: v, ${mount} }`), writingDag()).length, 1, mount);
  }
});

test("a patch may mount what the outputs need", () => {
  const patch =
    "podSpecPatch: '{containers: [{name: main, volumeMounts: [{name: v, mountPath: /tmp}]}]}'";
  assert.deepEqual(
    messagesOf({ [DEFAULT]: `container: { ${READ_ONLY} }\n${patch}` }, writingDag()),
    [],
  );
});

test("what templateDefaults say of a container counts too", () => {
  const defaults = (fields: string) => ({
    [DEFAULT]: "container: { image: a }",
    [WORKFLOW]: `spec: { templateDefaults: { volumes: [{ name: v }], container: { ${fields} } } }`,
  });
  const [message] = messagesOf(defaults(READ_ONLY), writingDag());
  assert.match(
    message ?? "",
    /^templates\/configuration\/workflow\.yaml:1: spec\.templateDefaults/,
  );
  const mounted = `${READ_ONLY}, volumeMounts: [{ name: v, mountPath: /tmp }]`;
  assert.deepEqual(messagesOf(defaults(mounted), writingDag()), []);
});

test("a pod that must not be root may not be it by workflow.yaml either", () => {
  const files = {
    [DEFAULT]: "container: { securityContext: { runAsNonRoot: true } }",
    [WORKFLOW]: "spec:\n  securityContext:\n    runAsUser: 0",
  };
  assert.deepEqual(messagesOf(files), [
    "templates/configuration/workflow.yaml:3: spec.securityContext.runAsUser is root, which runAsNonRoot: true forbids",
  ]);
});

test("a volume may be workflow.yaml's", () => {
  const mounts = "container: { volumeMounts: [{ name: a, mountPath: /a }] }";
  for (const volumes of [
    "volumes: [{ name: a }]",
    "volumeClaimTemplates: [{ metadata: { name: a }, spec: {} }]",
    "templateDefaults: { volumes: [{ name: a }] }",
  ]) {
    assert.deepEqual(messagesOf({ [DEFAULT]: mounts, [WORKFLOW]: `spec: { ${volumes} }` }), []);
  }
});

test("a mount of templateDefaults needs its volume in every pod", () => {
  const mount = "volumeMounts: [{ name: nope, mountPath: /x }]";
  const workflow = "templates/configuration/workflow.yaml:3: spec.templateDefaults";
  for (const [place, fields] of [
    ["container", `container: { ${mount} }`],
    ["sidecars[0]", `sidecars: [{ name: s, image: s, ${mount} }]`],
    ["initContainers[0]", `initContainers: [{ name: s, image: s, ${mount} }]`],
  ] as const) {
    const defaults = { [WORKFLOW]: `spec:\n  templateDefaults:\n    ${fields}` };
    const message = `${workflow}.${place}.volumeMounts[0] (nope) mounts a volume that there is not`;
    assert.deepEqual(messagesOf(defaults), [message]);
    const brought = "volumes: [{ name: nope, emptyDir: {} }]";
    assert.deepEqual(messagesOf({ ...defaults, [DEFAULT]: brought }), []);
    for (const volumes of [`  ${brought}`, `    ${brought}`]) {
      const both = { [WORKFLOW]: `${defaults[WORKFLOW]}\n${volumes}` };
      assert.deepEqual(messagesOf(both), []);
    }
  }
});

test("a container template may mount something else where templateDefaults mount nothing", () => {
  for (const fields of [
    "container: {",
    "sidecars: [{ name: s, image: s,",
    "initContainers: [{ name: s, image: s,",
  ]) {
    const close = fields.includes("[") ? "}]" : "}";
    const mounting = (name: string) =>
      `${fields} volumeMounts: [{ name: ${name}, mountPath: /x }] ${close}`;
    const files = {
      [DEFAULT]: `volumes: [{ name: a, emptyDir: {} }]\n${mounting("a")}`,
      [WORKFLOW]: `spec: { templateDefaults: { ${mounting("nope")} } }`,
    };
    assert.deepEqual(messagesOf(files), []);
  }
});

test("a scheduled DAG may only name parameters that its runs have", () => {
  const args = (name: string) => `container: { args: ['{{workflow.parameters.${name}}}'] }`;
  const files = { [DEFAULT]: args("mode") };
  const [problem, ...others] = problemsWith(files);
  assert.equal(problem?.code, "invalid-template");
  assert.equal(
    problem?.message,
    `templates/${DEFAULT}:1: container.args[0] holds {{workflow.parameters.mode}}, and no scheduled run has such a parameter`,
  );
  assert.match(
    problem?.hint ?? "",
    /arguments: \{ parameters: \[\{ name: mode, value: "…" \}\] \}/,
  );
  assert.deepEqual(others, []);
  assert.deepEqual(messagesOf(files, writingDag()), [], "a run by hand may be given any");
  const declared = "spec: { arguments: { parameters: [{ name: mode, value: a }] } }";
  assert.deepEqual(messagesOf({ ...files, [WORKFLOW]: declared }), []);
  for (const name of ["params", "creationTimestampOverride", "json"]) {
    assert.deepEqual(messagesOf({ [DEFAULT]: args(name) }), [], name);
  }
  const all = "container: { args: ['{{workflow.parameters}}', '{{=workflow.parameters.a}}'] }";
  assert.deepEqual(messagesOf({ [DEFAULT]: all }), []);
});

test("a scheduled DAG's own templates may only name parameters that its runs have", () => {
  const own = (fields: string) => ({
    [WORKFLOW]: `spec: { templates: [{ name: own, ${fields} }] }`,
  });
  const text = "'{{workflow.parameters.mode}}'";
  const suspended = own(`suspend: { duration: ${text} }`);
  assert.match(
    messagesOf(suspended).join("\n"),
    /workflow\.yaml:1: spec\.templates\[0\]\.suspend\.duration holds .*\bmode\b/,
  );
  // Argo fills them in before it looks.
  assert.deepEqual(
    messagesOf(own(`inputs: { parameters: [{ name: a, value: ${text} }] }, suspend: {}`)),
    [],
  );
});

test("an operator of a scheduled DAG may only name parameters that its runs have", () => {
  const dagOf = (schedule: string | null) => {
    const dag = new DAG("etl", { schedule });
    const parameters = {
      MODE: "{{workflow.parameters.mode}}",
      ALL: "{{workflow.parameters.json}}",
    };
    new Reads({ taskId: "read", dag, rows: [], parameters, argoExpressions: true });
    return dag;
  };
  const [problem, ...others] = problemsWith({}, dagOf("@daily"));
  assert.equal(
    problem?.message,
    'DAG "etl": task "read": parameter MODE holds {{workflow.parameters.mode}}, and no scheduled run has such a parameter',
  );
  assert.match(problem?.location?.file ?? "", /pods-of-files\.test\.ts$/);
  assert.deepEqual(others, []);
  assert.deepEqual(messagesOf({}, dagOf(null)), []);
  const declared = "spec: { arguments: { parameters: [{ name: mode, value: a }] } }";
  assert.deepEqual(messagesOf({ [WORKFLOW]: declared }, dagOf("@daily")), []);
});

test("an operator's own expressions may only name what its pod has", () => {
  const problemOf = (text: string) => {
    const dag = new DAG("etl");
    const write = new Writes({ taskId: "write", dag });
    const parameters = { A: text };
    const rows = write.output("rows");
    new Reads({ taskId: "read", dag, rows, parameters, argoExpressions: true });
    return messagesOf({}, dag).join("\n");
  };
  for (const name of ["inputs.parameters.zz", "tasks.q.outputs.result", "workflow.nope"]) {
    assert.equal(
      problemOf(`{{${name}}}`),
      `DAG "etl": task "read": parameter A holds {{${name}}}, which there is not here`,
    );
  }
  for (const name of [
    "inputs.parameters.task-id",
    "inputs.parameters.in-rows",
    "workflow.name",
    "pod.name",
  ]) {
    assert.equal(problemOf(`{{${name}}} {{=1 + 1}}`), "");
  }
});

test("a request and a limit are told with where both come from", () => {
  const ofFile = (list: string) => ({
    [DEFAULT]: `container:\n  resources:\n    ${list}: { memory: 1Gi }`,
  });
  const place = "templates/containers/default.yaml:3: container.resources";
  assert.deepEqual(messagesOf(ofFile("limits"), scheduledDag({ requestsMemory: "2Gi" })), [
    `${place}.limits.memory is 1Gi, below the request 2Gi of task "load", requestsMemory`,
  ]);
  assert.deepEqual(messagesOf(ofFile("requests"), scheduledDag({ limitsMemory: "512Mi" })), [
    `${place}.requests.memory is 1Gi, above the limit 512Mi of task "load", limitsMemory`,
  ]);
  const two = {
    ...ofFile("requests"),
    [WORKFLOW]:
      "spec: { templateDefaults: { container: { resources: { limits: { memory: 1Mi } } } } }",
  };
  assert.deepEqual(messagesOf(two), [
    `${place}.requests.memory is 1Gi, above the limit 1Mi of workflow.yaml's templateDefaults`,
  ]);
  assert.deepEqual(
    messagesOf(ofFile("limits"), scheduledDag({ limitsMemory: "4Gi", requestsMemory: "2Gi" })),
    [],
  );
});

test("a template for tasks with an input is refused for a task without it", () => {
  const files = { [DEFAULT]: "container: { args: ['{{inputs.parameters.in-rows}}'] }" };
  const [message] = messagesOf(files, writingDag());
  assert.match(
    message ?? "",
    /holds \{\{inputs\.parameters\.in-rows\}\}, which task "write" does not have$/,
  );
  const dag = writingDag();
  const only = { ...dag.spec(), tasks: dag.spec().tasks.filter(({ taskId }) => taskId === "read") };
  assert.deepEqual(
    inspectDag(only, { ...SETTINGS, templates: files }).errors.filter(
      ({ code }) => code === "invalid-template",
    ),
    [],
  );
});

test("every place that names a template which there is not is told of, a loop once", () => {
  const dag = new DAG("etl");
  const task = dag.task("first", () => {}, { template: "gpuu" });
  for (let number = 0; number < 3; number++) task({}, { id: `task-${number}` });
  dag.task("last", () => {}, { template: "gpuu" })();
  const { errors } = inspectDag(dag.spec(), SETTINGS);
  assert.deepEqual(
    errors.map(({ code, taskId }) => [code, taskId]),
    [
      ["unknown-template", "task-0"],
      ["unknown-template", "last"],
    ],
  );
});

test("a mistake in a template file hides neither the count nor the size of what Argo takes", () => {
  const templates = { [DEFAULT]: "timeout: '30'" };
  const codesOf = (count: number, value: string) => {
    const spec = manyTasks("etl", count, (index) => ({ parameters: { V: `${index}${value}` } }));
    const codes = inspectDag(spec, { ...SETTINGS, templates }).errors.map(({ code }) => code);
    return [...new Set(codes)];
  };
  assert.deepEqual(codesOf(200, ""), ["invalid-template", "too-many-tasks"]);
  assert.deepEqual(codesOf(11, "x".repeat(1024 * 100)), ["invalid-template", "manifest-too-large"]);
});

test("annotations of the DAG and of workflow.yaml count together", () => {
  const annotations = { a: "x".repeat(200 * 1024) };
  const templates = { [WORKFLOW]: `metadata: { annotations: { b: ${"y".repeat(100 * 1024)} } }` };
  const { errors } = inspectDag(oneTask("etl", { annotations }), { ...SETTINGS, templates });
  assert.deepEqual(
    errors.map(({ code, message }) => [code, message]),
    [
      [
        "invalid-label",
        'DAG "etl": its description and annotations have more than 256 KiB together',
      ],
    ],
  );
  const { errors: none } = inspectDag(oneTask("etl", { annotations }), SETTINGS);
  assert.deepEqual(none, []);
});

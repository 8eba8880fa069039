// What Argo and Kubernetes take of a template file, airgo takes: each case is held to `argo lint` where the lab has it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { BaseOperator, DAG } from "airgo";
import { compileDag } from "../../src/render/compile-dag.ts";
import { toYaml } from "../../src/render/yaml.ts";
import { DEFAULT, type Files, problemsWith, WORKFLOW } from "./file-problems.ts";
import { SETTINGS } from "./settings.ts";

class Plain extends BaseOperator {
  execute() {}
}

const CONTAINERS: readonly (readonly [what: string, text: string])[] = [
  ["a timeout with units", "timeout: 1h30m"],
  ["a volume without a source, which is an emptyDir", "volumes: [{ name: a }]"],
  [
    "its own inputs",
    "inputs: { parameters: [{ name: m, value: a }] }\ncontainer: { args: ['{{inputs.parameters.m}}'] }",
  ],
  [
    "airgo's inputs, with blanks",
    "container: { args: ['{{ inputs.parameters.task-id }}', '{{inputs.artifacts.params.path}}'] }",
  ],
  ["all inputs as one text", "container: { args: ['{{inputs.parameters}}'] }"],
  [
    "Argo's variables",
    "container: { args: ['{{workflow.name}} {{workflow.creationTimestamp.Y}} {{workflow.parameters.params}} {{pod.name}} {{tasks.name}} {{node.name}} {{retries}}'] }",
  ],
  ["an expression", "container: { args: ['{{= sprig.upper(inputs.parameters[\"task-id\"]) }}'] }"],
  ["a Go template in an argument", "container: { args: ['--format={{.Names}}'] }"],
  ["an optional artifact", "inputs: { artifacts: [{ name: m, path: /m, optional: true }] }"],
  [
    "an artifact in the default repository",
    "inputs: { artifacts: [{ name: m, path: /m, s3: { key: k } }] }\noutputs: { artifacts: [{ name: o, path: /o }] }",
  ],
  [
    "a patch in YAML",
    "podSpecPatch: |\n  containers:\n    - name: main\n      resources: { limits: { memory: '{{inputs.parameters.task-id}}' } }",
  ],
  [
    "a patch in JSON, with tabs",
    'podSpecPatch: "{\\"containers\\":\\n\\t[{\\"name\\": \\"main\\"}]}"',
  ],
  ["a patch of an expression", "podSpecPatch: '{{= toJson({\"containers\": []}) }}'"],
  [
    "a patch that takes another container away",
    "podSpecPatch: '{containers: [{name: side, $patch: delete}]}'",
  ],
  [
    "a patch of another container",
    "podSpecPatch: '{containers: [{name: wait, env: [{name: TASK_ID, value: x}]}]}'",
  ],
  [
    "switches of Argo's executor",
    "container: { env: [{ name: ARGO_DEBUG_PAUSE_AFTER, value: 'true' }] }",
  ],
  [
    "a volume mounted twice",
    "volumes: [{ name: a, emptyDir: {} }]\ncontainer: { volumeMounts: [{ name: a, mountPath: /a }, { name: a, mountPath: /b, subPath: b }] }",
  ],
  [
    "a device with its limit",
    "container: { resources: { limits: { nvidia.com/gpu: 1 }, requests: { nvidia.com/gpu: 1 } } }",
  ],
  [
    "equal amounts in other words",
    "container: { resources: { limits: { cpu: 1, memory: 1Gi }, requests: { cpu: 1000m, memory: 1024Mi } } }",
  ],
  [
    "runAsNonRoot for an image whose user is a number",
    "container: { securityContext: { runAsNonRoot: true } }",
  ],
  [
    "a read-only root of a task that puts nothing out",
    "container: { securityContext: { readOnlyRootFilesystem: true } }",
  ],
  [
    "labels that Argo leaves to users",
    "metadata: { annotations: { workflows.argoproj.io/progress: 0/10, IAM.amazonaws.com/role: x } }",
  ],
  [
    "keys whose contents were taken out",
    "metadata:\n  annotations:\nvolumes:\nsidecars:\ncontainer:\n  env:\n  command:\n  resources:\n    limits:",
  ],
  ["an emptyDir of nothing", "volumes:\n  - name: a\n    emptyDir:"],
  ["a label that is filled in", "metadata: { labels: { run: '{{workflow.name}}' } }"],
  [
    "a gauge of what a run has used, told at its end",
    "metrics: { prometheus: [{ name: m, help: h, gauge: { realtime: false, value: '{{resourcesDuration.cpu}}' } }, { name: g, help: h, gauge: { realtime: true, value: '{{duration}}' } }] }",
  ],
  [
    "inputs with a default and from a ConfigMap",
    "inputs: { parameters: [{ name: m, default: a }, { name: r, valueFrom: { configMapKeyRef: { name: c, key: k } } }, { name: o, value: a, enum: [b] }] }",
  ],
  [
    "artifacts at paths of their own, beside airgo's",
    "volumes: [{ name: v }]\ncontainer: { volumeMounts: [{ name: v, mountPath: /tmp/airgo/in-it }] }\ninputs: { artifacts: [{ name: a, path: /tmp/airgo/in/model, raw: { data: x } }, { name: b, path: /tmp/airgo/in-it/b, raw: { data: x } }] }",
  ],
  [
    "airgo's own artifact as airgo says it",
    "inputs: { artifacts: [{ name: params, path: /tmp/airgo/in/params, raw: { data: '{{workflow.parameters.params}}' } }] }",
  ],
];

const WORKFLOWS: readonly (readonly [what: string, text: string])[] = [
  [
    "keys without contents",
    "metadata:\n  labels:\nspec:\n  volumes:\n  templateDefaults:\n  podGC:",
  ],
  ["a template that waits", "spec: { templates: [{ name: wait-for-me, suspend: }] }"],
  [
    "defaults that suit any pod",
    "spec: { templateDefaults: { nodeSelector: { a: b }, metadata: { labels: { a: b } }, serviceAccountName: s, priorityClassName: p, schedulerName: s, automountServiceAccountToken: false, tolerations: [{ operator: Exists }], hostAliases: [{ ip: 1.1.1.1 }], securityContext: { runAsUser: 1000 }, volumes: [{ name: a, emptyDir: {} }], sidecars: [{ name: s, image: s }], failFast: false, daemon: false, container: { image: a, imagePullPolicy: Always, env: [{ name: A, value: b }], volumeMounts: [{ name: a, mountPath: /a }], resources: { limits: { cpu: 1 } } } } }",
  ],
  ["an exit handler that is the DAG", "spec: { onExit: dag }"],
  [
    "hooks, graphs and steps of templates that there are",
    "spec: { onExit: all, hooks: { exit: { template: one }, failed: { template: one, expression: 'workflow.status == \"Failed\"' } }, templates: [{ name: one, container: { image: a, command: [x], args: ['{{workflow.failures}}'] } }, { name: all, inputs: { parameters: [{ name: p, value: q }] }, steps: [[{ name: s, template: one, hooks: { exit: { template: one } } }], [{ name: t, inline: { suspend: {} } }]] }, { name: graph, dag: { tasks: [{ name: s, template: one }, { name: t, template: one, depends: s, when: '{{tasks.s.status}} == Succeeded' }] } }] }",
  ],
  [
    "a hook that gives its template what it asks for",
    "spec: { hooks: { exit: { template: tell, arguments: { parameters: [{ name: p, value: x }] } } }, templates: [{ name: tell, inputs: { parameters: [{ name: p }, { name: q, default: x }] }, suspend: {} }] }",
  ],
  [
    "a hook of the end, which is given the run's arguments",
    "spec: { arguments: { parameters: [{ name: p, value: x }] }, hooks: { exit: { template: tell } }, templates: [{ name: tell, inputs: { parameters: [{ name: p }, { name: params }] }, suspend: {} }] }",
  ],
  [
    "a template with inputs that its callers give",
    "spec: { templates: [{ name: a, inputs: { parameters: [{ name: p }], artifacts: [{ name: f, path: /f }] }, container: { image: a, command: [x], args: ['{{inputs.parameters.p}}'] } }] }",
  ],
  [
    "volumes of claims, mounted by its own template",
    "spec: { volumes: [{ name: v }], volumeClaimTemplates: [{ metadata: { name: c }, spec: { resources: { requests: { storage: 1Gi } } } }], templates: [{ name: a, container: { image: a, command: [x], volumeMounts: [{ name: v, mountPath: /v }, { name: c, mountPath: /c }] } }] }",
  ],
  [
    "an image from the defaults",
    "spec: { templateDefaults: { container: { image: a } }, templates: [{ name: a, container: { command: [x] } }] }",
  ],
  [
    "a template of a resource",
    "spec: { templates: [{ name: a, resource: { action: get, manifest: 'kind: Pod' } }] }",
  ],
  [
    "arguments with a choice, from a ConfigMap and in a store",
    "spec: { arguments: { parameters: [{ name: p, value: a, enum: [a, b] }, { name: r, value: '1', enum: ['1'] }, { name: q, valueFrom: { default: x, configMapKeyRef: { name: c, key: k } } }], artifacts: [{ name: f, s3: { key: k } }] } }",
  ],
  [
    "a graph with dependencies and continueOn, and names with digits in one whose tasks wait for none",
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c, continueOn: { failed: true } }, { name: d, template: c, dependencies: [b] }] } }, { name: e, dag: { tasks: [{ name: 1b, template: c }, { name: d, template: c }] } }] }",
  ],
  [
    "a graph with all that depends may say",
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: load-1, template: c, withSequence: { count: 2 } }, { name: d, template: c }, { name: e, template: c, depends: '!load-1.AllFailed && (d || d.Failed)' }] } }] }",
  ],
  [
    "steps of one name in two templates, and deadlines of templates that start none",
    "spec: { templates: [{ name: c, timeout: 30s, activeDeadlineSeconds: 3, container: { image: a, command: [x] } }, { name: a, steps: [[{ name: b, template: c, withSequence: { start: 1, end: 3 } }]] }, { name: d, steps: [[{ name: b, template: c }]] }] }",
  ],
  [
    "outputs of templates of each type",
    "spec: { templates: [{ name: c, outputs: { parameters: [{ name: o, valueFrom: { path: /o, default: x } }, { name: p, value: x }] }, container: { image: a, command: [x] } }, { name: r, outputs: { parameters: [{ name: o, valueFrom: { jsonPath: a } }] }, resource: { action: get, manifest: 'kind: Pod' } }, { name: s, outputs: { parameters: [{ name: o, valueFrom: { supplied: {} } }] }, suspend: {} }, { name: a, outputs: { parameters: [{ name: o, valueFrom: { parameter: '{{steps.b.outputs.parameters.o}}' } }] }, steps: [[{ name: b, template: c }]] }] }",
  ],
  [
    "a manifest from a file",
    "spec: { templates: [{ name: a, resource: { action: get, manifestFrom: { artifact: { name: f, raw: { data: x } } } } }] }",
  ],
];

const CASES: readonly (readonly [what: string, files: Files])[] = [
  ...CONTAINERS.map(([what, text]) => [what, { [DEFAULT]: text }] as const),
  ...WORKFLOWS.map(([what, text]) => [what, { [WORKFLOW]: text }] as const),
  [
    "a timeout of a parameter",
    {
      [DEFAULT]: "timeout: '{{workflow.parameters.timeout}}'",
      [WORKFLOW]: "spec: { arguments: { parameters: [{ name: timeout, value: 1h }] } }",
    },
  ],
];

for (const [what, files] of CASES) {
  test(`a template file is taken with ${what}`, () => {
    assert.deepEqual(problemsWith(files), []);
  });
}

const argo = path.join(
  process.env.LAB ?? path.join(os.homedir(), ".cache", "airgo-lab"),
  "bin",
  "argo",
);
const skip = existsSync(argo) ? false : `no argo command line at ${argo}`;

test("argo lint takes them too", { skip }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "airgo-accepted-"));
  try {
    for (const [index, [, templates]] of CASES.entries()) {
      const dag = new DAG(`case-${index}`, { schedule: "@daily" });
      new Plain({ taskId: "load", dag });
      const { workflowTemplate, cronWorkflow } = compileDag(dag.spec(), { ...SETTINGS, templates });
      const objects = [workflowTemplate, ...(cronWorkflow === undefined ? [] : [cronWorkflow])];
      writeFileSync(path.join(folder, `${index}.yaml`), toYaml(objects));
    }
    const { status, stdout, stderr } = spawnSync(
      argo,
      ["lint", "--offline", "--kinds=workflowtemplates,cronworkflows", folder],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stdout + stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

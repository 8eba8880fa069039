// What Argo or Kubernetes would refuse of a template file, each by the line that it stands in.

import assert from "node:assert/strict";
import test from "node:test";
import { CRON, DEFAULT, problemsWith, WORKFLOW } from "./file-problems.ts";

type Refused = readonly [text: string, message: string, hint?: RegExp];

const CONTAINERS: readonly Refused[] = [
  ["timeout: '30'", '1: timeout is "30", which is no duration', /"30s"/],
  ["timeout: 30 s", '1: timeout is "30 s", which is no duration', /"10m"/],
  ["container:\n  image: ''", "2: container.image is empty"],
  ["container:\n  command: []", "2: container.command is empty, and a task begins with it"],
  [
    "container: { image: yes }",
    "1: container.image must be a string, not boolean",
    /^quote it: "yes"$/,
  ],
  [
    "container:\n  args: [a, 1]",
    "2: container.args[1] must be a string, not number",
    /^quote it: "1"$/,
  ],
  [
    "container:\n  resources:\n    requests: { cpu: 0.5 }",
    "3: container.resources.requests.cpu must be an integer or a string, not number",
    /^quote it: "0.5"$/,
  ],
  ["container:\n  env:\n    -", "3: container.env[0] must be an object, not null", /take it out/],
  [
    "volumes: [{ name: a, secret: }]",
    "1: volumes[0].secret must be an object, not null",
    /what it is taken from/,
  ],
  [
    "container: { env: [{ name: A, value: y }] }",
    "1: container.env[0].value must be a string, not boolean",
    /^quote it: "y"$/,
  ],
  [
    "container:\n  env:\n    - name: A\n      value: '{{inputs.parameters.dag-id}}'",
    "4: container.env[0].value holds {{inputs.parameters.dag-id}}, which there is not here",
    /<% dagId %>.*DAG_ID and TASK_ID/,
  ],
  [
    "container: { args: ['{{inputs.parameters.mode}}'] }",
    "1: container.args[0] holds {{inputs.parameters.mode}}, which there is not here",
    /inputs: \{ parameters: \[\{ name: mode/,
  ],
  [
    "container: { args: ['{{tasks.load.outputs.result}}'] }",
    "1: container.args[0] holds {{tasks.load.outputs.result}}, which there is not here",
  ],
  [
    "container: { args: ['{{workflow.nmae}}'] }",
    "1: container.args[0] holds {{workflow.nmae}}, which there is not here",
  ],
  ["container: { args: ['a {{inputs'] }", "1: container.args[0] has {{ without }}"],
  [
    "inputs: { parameters: [{ name: mode, value: '{{inputs.parameters.in-rows}}' }] }",
    '1: inputs.parameters[0].value holds {{inputs.parameters.in-rows}}, which task "load" does not have',
  ],
  [
    "inputs: { artifacts: [{ name: model, path: /model }] }",
    "1: inputs.artifacts[0] (model) is supplied by nothing",
    /optional: true/,
  ],
  [
    "inputs: { artifacts: [{ name: model, raw: { data: x } }] }",
    "1: inputs.artifacts[0] (model) has no path",
  ],
  ["outputs: { artifacts: [{ name: model }] }", "1: outputs.artifacts[0] (model) has no path"],
  ["podSpecPatch: 'containers: ['", "1: podSpecPatch cannot be read: unexpected end of the stream"],
  ["podSpecPatch: '[]'", "1: podSpecPatch cannot be read: it is no object"],
  [
    'podSpecPatch: \'{"containers": [{"name": "main", "image": "{{inputs.parameters.task-id"}]}\'',
    "1: podSpecPatch has {{ without }}",
  ],
  [
    "podSpecPatch: '{containers: [{name: main, env: [{name: TASK_ID, value: x}]}]}'",
    "1: podSpecPatch sets the variable TASK_ID of main, which is airgo's own",
  ],
  [
    "podSpecPatch: '{containers: [{name: main, command: [x]}]}'",
    "1: podSpecPatch sets the command of main, which is airgo's own",
    /container\.command/,
  ],
  [
    "podSpecPatch: '{containers: [{name: main, env: }]}'",
    "1: podSpecPatch sets the variables of main, which is airgo's own",
  ],
  [
    "podSpecPatch: '{containers: [{name: main, env: [{$patch: replace}]}]}'",
    "1: podSpecPatch sets $patch, which is airgo's own",
  ],
  [
    "podSpecPatch: '{containers: [{$patch: replace}, {name: main, image: other}]}'",
    "1: podSpecPatch sets $patch, which is airgo's own",
  ],
  [
    "podSpecPatch: '{$patch: replace, containers: [{name: main, image: other}]}'",
    "1: podSpecPatch sets the whole pod or its containers, which is airgo's own",
  ],
  [
    "podSpecPatch: '{containers: }'",
    "1: podSpecPatch sets the whole pod or its containers, which is airgo's own",
  ],
  [
    "podSpecPatch: '{containers: [{name: main, resources: {limits: {cpu: lots}}}]}'",
    "1: podSpecPatch cannot be laid over a pod: containers[0].resources.limits.cpu is no quantity",
  ],
  [
    "podSpecPatch: '{containers: [{resources: {limits: {cpu: 1}}}]}'",
    "1: podSpecPatch cannot be laid over a pod: containers[0] has no name",
    /main/,
  ],
  [
    "podSpecPatch: '{tolerations: [{key: 1}]}'",
    "1: podSpecPatch cannot be laid over a pod: tolerations[0].key must be a string, not number",
  ],
  [
    'podSpecPatch: \'{"terminationGracePeriodSeconds": "30"}\'',
    "1: podSpecPatch has a terminationGracePeriodSeconds that is no whole number",
  ],
  [
    'container: { args: ["x\\ud800"] }',
    "1: container.args[0] holds half a character, which UTF-8 cannot say",
  ],
  [
    'metadata: { annotations: { a: "x\\u0085" } }',
    "1: metadata.annotations.a holds the character U+0085, which the API server refuses or changes",
  ],
  [
    "podSpecPatch: 'activeDeadlineSeconds: 3'",
    "1: podSpecPatch sets activeDeadlineSeconds, which is airgo's own",
    /executionTimeout/,
  ],
  [
    "sidecars: [{ name: wait, image: a }]",
    "1: sidecars[0] (wait) has the name of a container of Argo's",
    /my-wait/,
  ],
  [
    "initContainers: [{ name: Wait_1, image: a }]",
    "1: initContainers[0] (Wait_1) has a name that Kubernetes refuses",
  ],
  [
    "sidecars: [{ name: a, image: a }]\ninitContainers: [{ name: a, image: a }]",
    "2: initContainers[0] (a) has a name that another has",
  ],
  [
    "container: { env: [{ name: 'A=B', value: x }] }",
    "1: container.env[0] (A=B) cannot be an environment variable",
  ],
  [
    "container: { env: [{ name: ARGO_NODE_ID, value: x }] }",
    "1: container.env[0] (ARGO_NODE_ID) is a variable that Argo sets itself",
    /MY_ARGO_NODE_ID/,
  ],
  [
    "volumes: [{ name: a, emptyDir: {} }, { name: a, secret: { secretName: s } }]",
    "1: volumes[1] (a) has a name that another has",
  ],
  [
    "volumes: [{ name: a, emptyDir: {}, secret: { secretName: s } }]",
    "1: volumes[0] (a) has 2 sources: emptyDir, secret",
  ],
  [
    "volumes: [{ name: a_b, emptyDir: {} }]",
    "1: volumes[0] (a_b) has a name that Kubernetes refuses",
  ],
  [
    "container: { volumeMounts: [{ name: data, mountPath: /data }] }",
    "1: container.volumeMounts[0] (data) mounts a volume that there is not",
    /volumes: \[\{ name: data, emptyDir/,
  ],
  [
    "resources: { limits: { cpu: 1 } }",
    "1: resources is no field that Argo knows",
    /container\.resources/,
  ],
  [
    "container:\n  resources:\n    limits: { cpu: -1 }",
    "3: container.resources.limits.cpu is negative",
    /500m/,
  ],
  [
    "container: { resources: { limits: { memory: 1 GB } } }",
    "1: container.resources.limits.memory is no quantity of Kubernetes",
    /2Gi/,
  ],
  [
    "container: { resources: { limits: { gpu: 1 } } }",
    "1: container.resources.limits.gpu is no resource of a container",
  ],
  [
    "container: { resources: { requests: { cpu: 2 }, limits: { cpu: 500m } } }",
    "1: container.resources.requests.cpu is 2, above the limit 500m of this file",
  ],
  [
    "container: { resources: { requests: { nvidia.com/gpu: 1 } } }",
    '1: container.resources.requests["nvidia.com/gpu"] is 1, and a device needs a limit',
  ],
  [
    "sidecars: [{ name: a, image: a, resources: { requests: { memory: 2Gi }, limits: { memory: 1Gi } } }]",
    "1: sidecars[0].resources.requests.memory is 2Gi, above the limit 1Gi",
  ],
  [
    "container: { securityContext: { runAsNonRoot: true, runAsUser: 0 } }",
    "1: container.securityContext.runAsUser is root, which runAsNonRoot: true forbids",
  ],
  [
    "metadata:\n  labels:\n    team: data & ai",
    '3: metadata.labels.team is refused by Kubernetes: the value of "team" is "data & ai"',
  ],
  [
    "metadata: { annotations: { a..b/x: z } }",
    '1: metadata.annotations["a..b/x"] is refused by Kubernetes: "a..b/x" is not a valid name of an annotation',
  ],
  [
    "metadata: { labels: { workflows.argoproj.io/workflow: x } }",
    `1: metadata.labels["workflows.argoproj.io/workflow"] is Argo's own: the controller finds a run's pods by it`,
  ],
  [
    "inputs: { artifacts: [{ name: model, path: /model, s3: { key: k }, raw: { data: x } }] }",
    "1: inputs.artifacts[0] (model) has 2 locations: raw, s3",
  ],
  [
    "archiveLocation: { s3: { key: k }, gcs: { key: k } }",
    "1: archiveLocation has 2 locations: gcs, s3",
  ],
  [
    "outputs: { artifacts: [{ name: o, path: /o, s3: { key: k }, gcs: { key: k } }] }",
    "1: outputs.artifacts[0] (o) has 2 locations: gcs, s3",
  ],
  [
    "metrics: { prometheus: [{ name: m, help: h, gauge: { realtime: true, value: '{{resourcesDuration.cpu}}' } }] }",
    "1: metrics.prometheus[0].gauge.value holds resourcesDuration, which is known only at the end",
    /realtime/,
  ],
  [
    "inputs: { parameters: [{ name: mode, valueFrom: {} }] }",
    "1: inputs.parameters[0] (mode) has no value",
  ],
  [
    "inputs: { parameters: [{ name: mode, valueFrom: { default: x } }] }",
    "1: inputs.parameters[0] (mode) has no value",
  ],
  [
    "inputs: { artifacts: [{ name: a, path: /a, raw: { data: x } }, { name: b, path: /a, raw: { data: x } }] }",
    "1: inputs.artifacts[1].path is /a, where something else is already",
  ],
  [
    "volumes: [{ name: v }]\ncontainer: { volumeMounts: [{ name: v, mountPath: /a }] }\ninputs: { artifacts: [{ name: a, path: /a, raw: { data: x } }] }",
    "3: inputs.artifacts[0].path is /a, where something else is already",
  ],
  [
    "inputs: { artifacts: [{ name: a, path: /tmp/airgo/in/params, raw: { data: x } }] }",
    "1: inputs.artifacts[0].path is /tmp/airgo/in/params, where airgo puts a task's arguments",
    /\/tmp\/my-file/,
  ],
  [
    "volumes: [{ name: v }]\ncontainer:\n  volumeMounts:\n    - { name: v, mountPath: /tmp/airgo/in/params }",
    "4: container.volumeMounts[0].mountPath is /tmp/airgo/in/params, where airgo puts",
  ],
];

const WORKFLOWS: readonly Refused[] = [
  ["nodeSelector: { a: b }", "1: nodeSelector is no field that Argo knows", /spec\.nodeSelector/],
  [
    "spec:\n  onExit: tell",
    '2: spec.onExit names the template "tell", which there is not',
    /spec\.templates/,
  ],
  [
    "spec: { onExit: tel, templates: [{ name: tell, suspend: {} }] }",
    '1: spec.onExit names the template "tel", which there is not',
    /did you mean "tell"\?/,
  ],
  [
    "spec: { onExit: tell, templates: [{ name: tell, inputs: { parameters: [{ name: to }] }, suspend: {} }] }",
    "1: spec.templates[0].inputs.parameters[0] (to) has no value, and onExit passes none",
  ],
  ["spec: { hooks: { failed: { template: dag } } }", "1: spec.hooks.failed has no expression"],
  [
    "spec: { hooks: { exit: { template: tell } } }",
    '1: spec.hooks.exit.template names the template "tell", which there is not',
  ],
  [
    "spec: { hooks: { exit: { template: tell } }, templates: [{ name: tell, inputs: { parameters: [{ name: p }] }, suspend: {} }] }",
    '1: spec.hooks.exit gives no p, which its template "tell" asks for',
    /arguments: \{ parameters: \[\{ name: p/,
  ],
  [
    "spec: { arguments: { parameters: [{ name: p, value: x }] }, hooks: { failed: { template: tell, expression: a } }, templates: [{ name: tell, inputs: { parameters: [{ name: p }] }, suspend: {} }] }",
    '1: spec.hooks.failed gives no p, which its template "tell" asks for',
  ],
  [
    "spec: { templates: [{ name: tell, inputs: { parameters: [{ name: p }] }, suspend: {} }, { name: a, steps: [[{ name: b, template: c, hooks: { exit: { template: tell, arguments: { parameters: [{ name: q, value: x }] } } } }]] }, { name: c, suspend: {} }] }",
    '1: spec.templates[1].steps[0][0].hooks.exit gives no p, which its template "tell" asks for',
  ],
  ["spec: { templates: [{ name: tell }] }", "1: spec.templates[0] (tell) says nothing to run"],
  ["spec: { templates: [{ suspend: {} }] }", "1: spec.templates[0] has no name"],
  [
    "spec: { templates: [{ name: tell, suspend: {}, http: { url: x } }] }",
    "1: spec.templates[0] (tell) is of several types: suspend, http",
  ],
  [
    "spec: { templates: [{ name: tell, container: { command: [x] } }] }",
    "1: spec.templates[0].container has no image",
  ],
  [
    "spec: { templates: [{ name: a, suspend: {} }, { name: a, suspend: {} }] }",
    "1: spec.templates[1] (a) has a name that another has",
  ],
  [
    "spec: { templates: [{ name: a, dag: { tasks: [{ name: b, template: c }] } }] }",
    '1: spec.templates[0].dag.tasks[0].template names the template "c", which there is not',
  ],
  [
    "spec: { templates: [{ name: a, steps: [[{ name: b, template: c }]] }] }",
    '1: spec.templates[0].steps[0][0].template names the template "c", which there is not',
  ],
  [
    "spec: { templates: [{ name: a, steps: [[{ name: b }]] }] }",
    "1: spec.templates[0].steps[0][0] (b) names no template",
  ],
  [
    "spec: { templates: [{ name: a, container: { image: a, args: ['{{inputs.parameters.x}}'] } }] }",
    "1: spec.templates[0].container.args[0] holds {{inputs.parameters.x}}, which there is not here",
  ],
  [
    "spec: { templates: [{ name: a, container: { image: a, volumeMounts: [{ name: v, mountPath: /v }] } }] }",
    "1: spec.templates[0].container.volumeMounts[0] (v) mounts a volume that there is not",
  ],
  [
    "spec: { workflowMetadata: { labelsFrom: { airgo/dag: { expression: \"'z'\" } } } }",
    '1: spec.workflowMetadata.labelsFrom["airgo/dag"] is airgo\'s own',
  ],
  [
    "metadata: { labels: { team: '{{workflow.name}}' } }",
    '1: metadata.labels.team holds "{{", which Argo fills in only for pods and runs',
  ],
  [
    `spec: { workflowMetadata: { labels: { team: ${"x".repeat(64)} } } }`,
    "1: spec.workflowMetadata.labels.team is refused by Kubernetes: the value of",
  ],
  [
    "spec: { workflowMetadata: { annotations: { workflows.argoproj.io/scheduled-time: x } } }",
    '1: spec.workflowMetadata.annotations["workflows.argoproj.io/scheduled-time"] is Argo\'s own: every run has its own',
  ],
  [
    `metadata: { annotations: { a: ${"x".repeat(256 * 1024)} } }`,
    "1: metadata.annotations has 257 KiB, of which Kubernetes takes 256",
  ],
  [
    "spec: { podSpecPatch: '{containers: [{name: main, env: [{name: DAG_ID, value: x}]}]}' }",
    "1: spec.podSpecPatch sets the variable DAG_ID of main, which is airgo's own",
  ],
  [
    "spec: { arguments: { artifacts: [{ name: f, s3: { key: k }, raw: { data: x } }] } }",
    "1: spec.arguments.artifacts[0] (f) has 2 locations: raw, s3",
  ],
  [
    "spec: { hooks: { exit: { template: tell, arguments: { artifacts: [{ name: f, s3: { key: k }, raw: { data: x } }] } } }, templates: [{ name: tell, suspend: {} }] }",
    "1: spec.hooks.exit.arguments.artifacts[0] (f) has 2 locations: raw, s3",
  ],
  [
    "spec: { templateDefaults: { archiveLocation: { s3: { key: k }, gcs: { key: k } } } }",
    "1: spec.templateDefaults.archiveLocation has 2 locations: gcs, s3",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, steps: [[{ name: b, template: c, arguments: { artifacts: [{ name: f, http: { url: u }, raw: { data: x } }] } }]] }] }",
    "1: spec.templates[1].steps[0][0].arguments.artifacts[0] (f) has 2 locations: http, raw",
  ],
  [
    "spec: { templates: [{ name: a, resource: { action: get, manifestFrom: { artifact: { name: f, http: { url: u }, raw: { data: x } } } } }] }",
    "1: spec.templates[0].resource.manifestFrom.artifact has 2 locations: http, raw",
  ],
  [
    "spec: { metrics: { prometheus: [{ name: m, help: h, gauge: { realtime: true, value: '{{resourcesDuration.cpu}}' } }] } }",
    "1: spec.metrics.prometheus[0].gauge.value holds resourcesDuration, which is known only at the end",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, timeout: 30s, steps: [[{ name: b, template: c }]] }] }",
    "1: spec.templates[1].timeout is not for templates with steps",
  ],
  [
    "spec: { templates: [{ name: c, timeout: 30s, suspend: {} }] }",
    "1: spec.templates[0].timeout is not for templates with suspend",
    /duration/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, activeDeadlineSeconds: 30, dag: { tasks: [{ name: b, template: c }] } }] }",
    "1: spec.templates[1].activeDeadlineSeconds is not for templates with dag",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, steps: [[{ name: b, template: c, withSequence: { count: 2, end: 3 } }]] }] }",
    "1: spec.templates[1].steps[0][0].withSequence has both count and end",
  ],
  [
    "spec: { templates: [{ name: a, resource: { action: get, manifest: 'kind: Pod', manifestFrom: { artifact: { name: f, raw: { data: x } } } } }] }",
    "1: spec.templates[0].resource has both manifest and manifestFrom",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c }, { name: d, template: c, depends: b, dependencies: [b] }] } }] }",
    "1: spec.templates[1].dag.tasks[1].dependencies cannot stand in a graph whose tasks have depends",
    /depends: a && b/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c, continueOn: { failed: true } }, { name: d, template: c, depends: b }] } }] }",
    "1: spec.templates[1].dag.tasks[0].continueOn cannot stand in a graph whose tasks have depends",
    /a\.Succeeded \|\| a\.Failed/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c }, { name: 2d, template: c, dependencies: [b] }] } }] }",
    "1: spec.templates[1].dag.tasks[1].name begins with a digit",
    /^write name: t2d$/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: load, template: c }, { name: d, template: c, depends: laod.Succeeded }] } }] }",
    '1: spec.templates[1].dag.tasks[1].depends names the task "laod", which there is not',
    /did you mean "load"\?/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c }, { name: d, template: c, depends: b.Success }] } }] }",
    "1: spec.templates[1].dag.tasks[1].depends waits for b.Success, which there is not",
    /Succeeded, Failed/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c }, { name: d, template: c, depends: b.AllFailed }] } }] }",
    "1: spec.templates[1].dag.tasks[1].depends waits for b.AllFailed, which only tasks with items have",
    /^write b\.Failed$/,
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: d, template: c, dependencies: [b] }] } }] }",
    '1: spec.templates[1].dag.tasks[0].dependencies[0] names the task "b", which there is not',
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, steps: [[{ name: b, template: c }], [{ name: b, template: c }]] }] }",
    "1: spec.templates[1].steps[1][0] (b) has a name that another has",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, dag: { tasks: [{ name: b, template: c }, { name: b, template: c }] } }] }",
    "1: spec.templates[1].dag.tasks[1] (b) has a name that another has",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, steps: [[{ name: b, template: c, arguments: { parameters: [{ name: p }] } }]] }] }",
    "1: spec.templates[1].steps[0][0].arguments.parameters[0] (p) has no value",
  ],
  [
    "spec: { templates: [{ name: c, suspend: {} }, { name: a, steps: [[{ name: b, template: c, arguments: { parameters: [{ name: p, valueFrom: { expression: '1' } }] } }]] }] }",
    "1: spec.templates[1].steps[0][0].arguments.parameters[0].valueFrom is that of an output",
  ],
  [
    "spec: { arguments: { parameters: [{ name: p, default: x }] } }",
    "1: spec.arguments.parameters[0] (p) has no value",
    /value: "…"/,
  ],
  [
    "spec: { arguments: { parameters: [{ name: p, valueFrom: {} }] } }",
    "1: spec.arguments.parameters[0].valueFrom says nothing to take it from",
    /configMapKeyRef/,
  ],
  [
    "spec: { arguments: { parameters: [{ name: p, value: a, enum: [b, c] }] } }",
    '1: spec.arguments.parameters[0].value is "a", which its enum does not have',
    /b, c/,
  ],
  [
    "spec: { arguments: { artifacts: [{ name: f }] } }",
    "1: spec.arguments.artifacts[0] (f) has no location",
    /s3: \{ key/,
  ],
  [
    "spec: { templates: [{ name: a, outputs: { parameters: [{ name: o }] }, container: { image: a, command: [x] } }] }",
    "1: spec.templates[0].outputs.parameters[0] (o) has no value",
    /path/,
  ],
  [
    "spec: { templates: [{ name: a, outputs: { parameters: [{ name: o, valueFrom: { default: x } }] }, container: { image: a, command: [x] } }] }",
    "1: spec.templates[0].outputs.parameters[0] (o) is taken from nothing",
  ],
  [
    "spec: { templates: [{ name: a, outputs: { parameters: [{ name: o, valueFrom: { parameter: x } }] }, container: { image: a, command: [x] } }] }",
    "1: spec.templates[0].outputs.parameters[0] (o) has no path",
  ],
  [
    "spec: { templates: [{ name: a, outputs: { parameters: [{ name: o, value: x, valueFrom: { path: /o } }] }, container: { image: a, command: [x] } }] }",
    "1: spec.templates[0].outputs.parameters[0] (o) has value and valueFrom",
  ],
  [
    "spec: { templates: [{ name: a, outputs: { parameters: [{ name: o, valueFrom: { jqFilter: ., jsonPath: a } }] }, resource: { action: get, manifest: 'kind: Pod' } }] }",
    "1: spec.templates[0].outputs.parameters[0] (o) is taken from several: jqFilter, jsonPath",
  ],
  [
    "spec: { templates: [{ name: a, container: { image: a, command: [x] }, inputs: { artifacts: [{ name: a, path: /a }, { name: b, path: /a }] } }] }",
    "1: spec.templates[0].inputs.artifacts[1].path is /a, where something else is already",
  ],
];

const CRONS: readonly Refused[] = [
  ["metadata: { labels: { team: a b } }", "1: metadata.labels.team is refused by Kubernetes:"],
  [
    "spec: { workflowMetadata: { labels: { -a: b } } }",
    "1: spec.workflowMetadata.labels.-a is refused",
  ],
];

for (const [file, cases] of [
  [DEFAULT, CONTAINERS],
  [WORKFLOW, WORKFLOWS],
  [CRON, CRONS],
] as const) {
  for (const [text, message, hint = /\S/] of cases) {
    test(`${file} is refused: ${message.slice(3)}`, () => {
      const problems = problemsWith({ [file]: text });
      const [first] = problems;
      assert.equal(first?.code, "invalid-template", `${text} was taken`);
      assert.ok(first?.message.startsWith(`templates/${file}:${message}`), first?.message);
      assert.match(first?.hint ?? "", hint);
      assert.deepEqual(problems.slice(1), [], "told once");
    });
  }
}

const DEFAULTS: readonly (readonly [field: string, fields: string, reason: RegExp])[] = [
  [
    "synchronization",
    "synchronization: { mutexes: [{ name: a }] }",
    /lock that its tasks wait for/,
  ],
  ["failFast", "failFast: true", /not even a clean-up/],
  ["daemon", "daemon: true", /ends by itself/],
  ["inputs", "inputs: { parameters: [{ name: a, value: b }] }", /the graph would ask/],
  ["outputs", "outputs: { artifacts: [{ name: a, path: /a }] }", /the graph would have to/],
  ["parallelism", "parallelism: 1", /the DAG's parallelism/],
  ["memoize", "memoize: { key: a, maxAge: 1h, cache: { configMap: { name: a } } }", /as a whole/],
  ["timeout", "timeout: 30s", /the operators' options/],
  ["activeDeadlineSeconds", "activeDeadlineSeconds: 3", /the operators' options/],
  ["retryStrategy", "retryStrategy: { limit: 1 }", /the operators' options/],
  ["dag", "dag: { failFast: true, tasks: [{ name: a }] }", /the DAG's/],
  ["steps", "steps: [[{ name: a }]]", /every other type/],
  ["container.command", "container: { command: [x] }", /templates\/containers/],
  ["container.args", "container: { args: [x] }", /templates\/containers/],
  [
    "container.env[0] (TASK_ID)",
    "container: { env: [{ name: TASK_ID, value: x }] }",
    /another name/,
  ],
];

for (const [field, fields, reason] of DEFAULTS) {
  test(`templateDefaults may not set ${field}, because Argo lays them under the graph and every task`, () => {
    const [first, ...others] = problemsWith({
      [WORKFLOW]: `spec: { templateDefaults: { ${fields} } }`,
    });
    const place = `templates/${WORKFLOW}:1: spec.templateDefaults.${field}`;
    assert.equal(first?.message, `${place} is airgo's own`);
    assert.match(first?.hint ?? "", reason);
    assert.deepEqual(others, []);
  });
}

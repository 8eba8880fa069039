import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { BaseOperator, DAG } from "airgo";
import fc from "fast-check";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import type { ArgoTemplate } from "../../src/render/argo-types.ts";
import { BUILT_IN_TEMPLATES } from "../../src/render/built-in-templates.ts";
import { compileDag, type DagManifests } from "../../src/render/compile-dag.ts";
import { SETTINGS } from "./settings.ts";

class Plain extends BaseOperator {
  execute() {}
}

type TaskOptions = Omit<ConstructorParameters<typeof Plain>[0], "taskId" | "dag">;

const DEFAULT = "containers/default.yaml";
const WORKFLOW = "configuration/workflow.yaml";
const CRON = "configuration/cron-workflow.yaml";

function compile(
  templates: Readonly<Record<string, string>>,
  options: TaskOptions = {},
): DagManifests {
  const dag = new DAG("etl", {
    schedule: "@daily",
    startDate: "2024-01-01",
    labels: { team: "data" },
  });
  new Plain({ ...options, taskId: "load", dag });
  return compileDag(dag.spec(), { ...SETTINGS, templates });
}

function podTemplate(
  templates: Readonly<Record<string, string>>,
  options?: TaskOptions,
): ArgoTemplate {
  const [, template] = compile(templates, options).workflowTemplate.spec.templates;
  assert.ok(template !== undefined);
  return template;
}

function problemsOf(
  templates: Readonly<Record<string, string>>,
  options?: TaskOptions,
): readonly Problem[] {
  try {
    compile(templates, options);
    return [];
  } catch (error) {
    assert.ok(isAirgoError(error), String(error));
    return error.problems;
  }
}

function messagesOf(file: string, text: string): readonly string[] {
  return problemsOf({ [file]: text }).map(({ message }) => message);
}

test("airgo's own template files are those in templates/", () => {
  const folder = path.join(import.meta.dirname, "..", "..", "templates");
  const files = Object.keys(BUILT_IN_TEMPLATES);
  assert.deepEqual(files, [
    "configuration/cron-workflow.yaml",
    "configuration/workflow.yaml",
    "containers/default.yaml",
  ]);
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n");
    assert.equal(BUILT_IN_TEMPLATES[file], text, "run node scripts/make-built-in-templates.mjs");
  }
});

test("by default a pod runs as a numeric user without privileges, with a read-only root and a /tmp", () => {
  const { container, volumes } = podTemplate({});
  assert.deepEqual(container?.securityContext, {
    runAsUser: 1000,
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  });
  assert.deepEqual(container?.volumeMounts, [{ name: "tmp", mountPath: "/tmp" }]);
  assert.deepEqual(volumes, [{ name: "tmp", emptyDir: {} }]);
  assert.deepEqual(container?.command, ["node", "/app/airgo.js"]);
});

test("the Python parent's container template is taken as it is", () => {
  const { container, metadata } = podTemplate({
    [DEFAULT]: `container:
  image: <% image %>
  env:
  - name: CREATION_TIMESTAMP
    value: '{{workflow.creationTimestamp}}'
  - name: CREATION_TIMESTAMP_OVERRIDE
    value: '{{workflow.parameters.creationTimestampOverride}}'
  - name: TASK_ID
    value: '{{inputs.parameters.task-id}}'
  - name: DAG_ID
    value: '{{inputs.parameters.dag-id}}'
metadata:
  annotations:
    iam.amazonaws.com/role: ds-argo
inputs:
  parameters: []
`,
  });
  assert.deepEqual(
    container?.env?.filter(({ name }) => name === "DAG_ID"),
    [{ name: "DAG_ID", value: "etl" }],
  );
  assert.deepEqual(metadata?.annotations, { "iam.amazonaws.com/role": "ds-argo" });
  assert.deepEqual(metadata?.labels, { dag_id: "etl", task_id: "{{inputs.parameters.task-id}}" });
  assert.deepEqual(container?.command, ["node", "/app/airgo.js"]);
});

test("a template file may set what Argo's schema has: maps are merged, named things by name, lists replaced", () => {
  const template = podTemplate(
    {
      "containers/heavy.yaml": `
container:
  image: other/image:2
  command: [node, --max-old-space-size=4096, /app/airgo.js]
  env:
    - name: TOKEN
      valueFrom: { secretKeyRef: { name: secrets, key: token } }
    - { name: LOG_LEVEL, valueFrom: { configMapKeyRef: { name: levels, key: all } } }
  resources:
    requests: { cpu: 1, memory: 1Gi }
nodeSelector: { pool: large }
tolerations: [{ key: dedicated, operator: Exists }]
sidecars: [{ name: proxy, image: proxy:1 }]
inputs:
  artifacts: [{ name: model, path: /models, s3: { key: model.bin } }]
metadata: { labels: { cost: high } }
`,
    },
    { template: "heavy", requestsMemory: "2Gi", parameters: { LOG_LEVEL: "debug" } },
  );
  const { container } = template;
  assert.equal(container?.image, "other/image:2");
  assert.deepEqual(container?.command?.[1], "--max-old-space-size=4096");
  assert.deepEqual(container?.resources, { requests: { cpu: 1, memory: "2Gi" } });
  assert.deepEqual(
    container?.env?.filter(({ name }) => ["TASK_ID", "TOKEN", "LOG_LEVEL"].includes(name)),
    [
      { name: "TASK_ID", value: "{{inputs.parameters.task-id}}" },
      { name: "LOG_LEVEL", value: "debug" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "secrets", key: "token" } } },
    ],
  );
  assert.deepEqual(template.nodeSelector, { pool: "large" });
  assert.deepEqual(
    template.inputs?.artifacts?.map(({ name }) => name),
    ["params", "model"],
  );
  assert.equal(template.metadata?.labels?.cost, "high");
  assert.equal(template.metadata?.labels?.dag_id, "etl");
});

test("a template file is read by YAML 1.1, as the API server would", () => {
  const { volumes } = podTemplate({
    [DEFAULT]:
      "volumes: [{ name: s, secret: { secretName: s, defaultMode: 0755, optional: yes } }]",
  });
  assert.deepEqual(volumes, [
    { name: "s", secret: { secretName: "s", defaultMode: 0o755, optional: true } },
  ]);
});

test("values stand as JSON texts, whatever is in them", () => {
  const dag = new DAG("etl");
  new Plain({ taskId: "load", dag });
  const settings = {
    ...SETTINGS,
    image: 'a"b\\c:1',
    templates: { [DEFAULT]: "container: { image: <% image %> }" },
  };
  const [, template] = compileDag(dag.spec(), settings).workflowTemplate.spec.templates;
  assert.equal(template?.container?.image, 'a"b\\c:1');
});

test("a template that says of which DAG it is is filled in for each DAG", () => {
  const { workflowTemplate } = compile({
    [WORKFLOW]:
      "spec: { volumes: [{ name: data, persistentVolumeClaim: { claimName: <% dagId %> } }] }",
  });
  assert.deepEqual(workflowTemplate.spec.volumes, [
    { name: "data", persistentVolumeClaim: { claimName: "etl" } },
  ]);
});

test("workflow.yaml is merged into the WorkflowTemplate, with templates and arguments of the user's own", () => {
  const { workflowTemplate } = compile({
    [WORKFLOW]: `
metadata: { labels: { team: platform, tier: gold } }
spec:
  serviceAccountName: runner
  onExit: notify
  arguments: { parameters: [{ name: channel, value: ops }] }
  templates:
    - name: notify
      container: { image: notify:1, command: [notify] }
`,
  });
  const { spec, metadata } = workflowTemplate;
  assert.equal(spec.serviceAccountName, "runner");
  assert.deepEqual(spec.templates.map(({ name }) => name).slice(-1), ["notify"]);
  assert.deepEqual(
    spec.arguments?.parameters?.map(({ name }) => name),
    ["creationTimestampOverride", "params", "channel"],
  );
  assert.deepEqual(
    [metadata.labels?.team, metadata.labels?.tier],
    ["data", "gold"],
    "what the DAG says is more specific",
  );
  assert.equal(spec.podGC, undefined, "a project's file stands in for airgo's own");
});

test("cron-workflow.yaml is merged into the CronWorkflow", () => {
  const { cronWorkflow } = compile({
    [CRON]:
      "metadata: { annotations: { a: b } }\nspec: { workflowMetadata: { labels: { by: cron } } }",
  });
  assert.deepEqual(cronWorkflow?.metadata.annotations, { a: "b" });
  assert.deepEqual(cronWorkflow?.spec.workflowMetadata?.labels, {
    team: "data",
    "airgo/project": "demo",
    "airgo/dag": "etl",
    "airgo/run-type": "scheduled",
    by: "cron",
  });
});

const MISTAKES: readonly (readonly [what: string, file: string, text: string, message: string])[] =
  [
    [
      "a value that there is not",
      DEFAULT,
      "container:\n  image: <% iamge %>",
      'templates/containers/default.yaml:2: there is no value "iamge"',
    ],
    [
      "a section",
      DEFAULT,
      "\n<%# image %>x<%/ image %>",
      "templates/containers/default.yaml:2: <%# image %> is not a value",
    ],
    [
      "an unclosed tag",
      DEFAULT,
      "container:\n  image: <% image",
      "templates/containers/default.yaml:2: Unclosed tag",
    ],
    [
      "a value inside a text",
      DEFAULT,
      'container:\n  image: "<% image %>"',
      "templates/containers/default.yaml:2: bad indentation of a mapping entry",
    ],
    [
      "broken YAML",
      WORKFLOW,
      "spec:\n  a: [1\n  b: 2",
      "templates/configuration/workflow.yaml:3: deficient indentation",
    ],
    ["a list", WORKFLOW, "- a", "templates/configuration/workflow.yaml:1: it is no object"],
    [
      "two documents",
      WORKFLOW,
      "spec: {}\n---\nspec: {}",
      "templates/configuration/workflow.yaml:1: it has several documents",
    ],
    [
      "a field that Argo does not know",
      DEFAULT,
      "container:\n  env: []\n  imagePullPolcy: Always",
      "templates/containers/default.yaml:3: container.imagePullPolcy is no field that Argo knows",
    ],
    [
      "a removed field",
      CRON,
      "spec:\n  schedule: '* * * * *'",
      "templates/configuration/cron-workflow.yaml:2: spec.schedule is no field that Argo knows",
    ],
    [
      "a value of a wrong type",
      DEFAULT,
      "container:\n  env:\n    - name: A\n      value: 1",
      "templates/containers/default.yaml:4: container.env[0].value must be a string, not number",
    ],
    [
      "a missing name",
      DEFAULT,
      "volumes:\n  - name: a\n    emptyDir: {}\n  - emptyDir: {}",
      'templates/containers/default.yaml:4: volumes[1] lacks "name"',
    ],
    [
      "a word that is no choice",
      WORKFLOW,
      "spec:\n  podGC:\n    strategy: Never",
      "templates/configuration/workflow.yaml:3: spec.podGC.strategy must be one of",
    ],
  ];

for (const [what, file, text, message] of MISTAKES) {
  test(`a template file with ${what} is refused at its line`, () => {
    const [first] = problemsOf({ [file]: text });
    assert.ok(first?.message.startsWith(message), first?.message);
    assert.equal(first?.code, "invalid-template");
    assert.equal(first?.location?.file, `templates/${file}`);
    assert.equal(first?.location?.line, Number(/:(\d+):/.exec(message)?.[1]));
    assert.notEqual(first?.hint, "");
  });
}

const OWNED: readonly (readonly [file: string, text: string, field: string])[] = [
  [DEFAULT, "name: mine", "name"],
  [DEFAULT, "container: { env: [{ name: DAG_ID, value: x }] }", "container.env[0] (DAG_ID)"],
  [
    DEFAULT,
    "container: { env: [{ name: AIRGO_RETRIES, value: x }] }",
    "container.env[0] (AIRGO_RETRIES)",
  ],
  [
    DEFAULT,
    "inputs: { parameters: [{ name: task-id, value: x }] }",
    "inputs.parameters[0] (task-id)",
  ],
  [
    DEFAULT,
    "inputs: { artifacts: [{ name: params, path: /x, optional: true }] }",
    "inputs.artifacts[0] (params)",
  ],
  [
    DEFAULT,
    "outputs: { parameters: [{ name: x, valueFrom: { path: /x } }] }",
    "outputs.parameters",
  ],
  [DEFAULT, "retryStrategy: { limit: 3 }", "retryStrategy"],
  [DEFAULT, "activeDeadlineSeconds: 3", "activeDeadlineSeconds"],
  [DEFAULT, "metadata: { labels: { dag_id: x } }", "metadata.labels.dag_id"],
  [DEFAULT, "script: { image: x, source: z }", "script"],
  [WORKFLOW, "metadata: { name: x }", "metadata.name"],
  [WORKFLOW, "metadata: { namespace: x }", "metadata.namespace"],
  [WORKFLOW, "spec: { entrypoint: x }", "spec.entrypoint"],
  [WORKFLOW, "spec: { templates: [{ name: dag, suspend: {} }] }", "spec.templates[0] (dag)"],
  [
    WORKFLOW,
    "spec: { arguments: { parameters: [{ name: params, value: x }] } }",
    "spec.arguments.parameters[0] (params)",
  ],
  [WORKFLOW, "spec: { retryStrategy: { limit: 1 } }", "spec.retryStrategy"],
  [CRON, "spec: { schedules: ['1 2 * * *'] }", "spec.schedules"],
  [CRON, "spec: { timezone: Europe/Berlin }", "spec.timezone"],
  [CRON, "spec: { suspend: true }", "spec.suspend"],
  [CRON, "spec: { when: 'true' }", "spec.when"],
  [CRON, "spec: { workflowSpec: { entrypoint: x } }", "spec.workflowSpec"],
];

for (const [file, text, field] of OWNED) {
  test(`${field} is airgo's own in ${file}`, () => {
    assert.deepEqual(messagesOf(file, text), [`templates/${file}:1: ${field} is airgo's own`]);
  });
}

test("a parameter of the user's own must bring its value, because airgo passes only its own", () => {
  assert.deepEqual(messagesOf(DEFAULT, "inputs:\n  parameters:\n    - name: mode"), [
    "templates/containers/default.yaml:3: inputs.parameters[0] (mode) has no value",
  ]);
  assert.deepEqual(
    messagesOf(WORKFLOW, "spec: { arguments: { parameters: [{ name: channel }] } }"),
    [
      "templates/configuration/workflow.yaml:1: spec.arguments.parameters[0] (channel) has no value",
    ],
  );
  const given = "inputs: { parameters: [{ name: mode, default: fast }, { name: task-id }] }";
  assert.deepEqual(messagesOf(DEFAULT, given), []);
});

test("saying the same as airgo is fine", () => {
  const same = {
    [WORKFLOW]: "kind: WorkflowTemplate\nmetadata: { name: demo-etl }\nspec: { entrypoint: dag }",
    [CRON]: "spec: { timezone: UTC, schedules: ['@daily'] }",
    [DEFAULT]: "container: { env: [{ name: DAG_ID, value: etl }] }",
  };
  assert.deepEqual(problemsOf(same), []);
});

test("the service account may be said once: by the configuration or by workflow.yaml", () => {
  const dag = new DAG("etl");
  new Plain({ taskId: "load", dag });
  const templates = { [WORKFLOW]: "spec: { serviceAccountName: other }" };
  const settings = { ...SETTINGS, templates, serviceAccountName: "runner" };
  assert.throws(() => compileDag(dag.spec(), settings), /spec.serviceAccountName is airgo's own/);
});

test("an operator's template that there is not is refused at the operator, with the ones that there are", () => {
  const [problem] = problemsOf({ "containers/heavy.yaml": "" }, { template: "heavi" });
  assert.equal(problem?.code, "unknown-template");
  assert.match(
    problem?.message ?? "",
    /DAG "etl": task "load": .*templates\/containers\/heavi\.yaml/,
  );
  assert.equal(problem?.hint, 'did you mean "heavy"?');
  assert.match(problem?.location?.file ?? "", /template-files\.test\.ts$/);
});

test("whatever stands in a template file, it is refused in words or taken", () => {
  const field = fc.constantFrom(
    ..."metadata spec container env labels name inputs outputs parameters templates dag arguments".split(
      " ",
    ),
    "x",
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>("a", 1, null, true, "dag", "task-id"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(field, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom(DEFAULT, WORKFLOW, CRON), value, (file, content) => {
      for (const { code, hint } of problemsOf({ [file]: JSON.stringify(content) })) {
        assert.ok(["invalid-template", "invalid-manifest"].includes(code), code);
        assert.notEqual(hint, "");
      }
    }),
    { numRuns: 500 },
  );
});

test("all mistakes of all template files are told at once, each once", () => {
  const problems = problemsOf({
    [DEFAULT]: "foo: 1\nname: x",
    [WORKFLOW]: "bar: 2",
    [CRON]: "spec: { when: x }",
  });
  assert.equal(problems.length, 4, problems.map(({ message }) => message).join("\n"));
});

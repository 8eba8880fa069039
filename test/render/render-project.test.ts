import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import test from "node:test";
import { loadAll } from "js-yaml";
import { isAirgoError } from "../../src/core/errors.ts";
import { parseDagId } from "../../src/core/names.ts";
import type { DagSpec } from "../../src/core/spec.ts";
import { rbacText } from "../../src/render/rbac.ts";
import { FILE_HEADER, filesOf, renderProject, textOf } from "../../src/render/render-project.ts";
import { manyTasks, oneTask } from "./dags-for-tests.ts";
import { goldenDags } from "./goldens.ts";
import { SETTINGS } from "./settings.ts";

const DAGS: readonly DagSpec[] = [
  oneTask("zebra", { schedule: "@daily", startDate: "2024-01-01" }),
  oneTask("by-hand"),
  oneTask("ant", { schedule: "@hourly" }),
];

/** Kinds and names of the objects in a text, in their order. */
function objectsIn(text: string): string[] {
  return [...text.matchAll(/^kind: "(\w+)"\nmetadata:\n {2}(?:generateN|n)ame: "([-\w]+)"/gm)].map(
    ([, kind, name]) => `${kind} ${name}`,
  );
}

test("all scheduled DAGs are in one file, every other has its own, and backfills are apart", () => {
  const files = filesOf(renderProject(DAGS, SETTINGS));
  assert.deepEqual(
    [...files].map(([file, text]) => [file, objectsIn(text)]),
    [
      [
        "scheduled_workflows.yaml",
        [
          "WorkflowTemplate demo-ant",
          "CronWorkflow demo-ant",
          "WorkflowTemplate demo-zebra",
          "CronWorkflow demo-zebra",
        ],
      ],
      ["by-hand.yaml", ["WorkflowTemplate demo-by-hand"]],
      ["backfill_workflows/zebra.yaml", ["Workflow demo-zebra-bf-"]],
    ],
  );
});

test("every file begins with airgo's header, and is YAML", () => {
  for (const text of filesOf(renderProject(DAGS, SETTINGS)).values()) {
    assert.ok(text.startsWith(FILE_HEADER));
    assert.equal(loadAll(text).length, objectsIn(text).length);
  }
});

test("the files do not depend on the order of the DAGs", () => {
  const files = filesOf(renderProject(DAGS, SETTINGS));
  assert.deepEqual([...filesOf(renderProject(DAGS.toReversed(), SETTINGS))], [...files]);
});

test("chosen DAGs give the files in which they stand, the one of all schedules still whole", () => {
  const project = renderProject(DAGS, SETTINGS);
  const of = (dagId: string, ...among: readonly string[]) =>
    filesOf(project, { dagIds: new Set([parseDagId(dagId)]), among: new Set(among) });
  const chosen = (dagId: string) => [...of(dagId).keys()];
  assert.deepEqual(chosen("by-hand"), ["by-hand.yaml"]);
  assert.deepEqual(chosen("ant"), ["scheduled_workflows.yaml"]);
  const text = of("ant").get("scheduled_workflows.yaml") ?? "";
  assert.equal(objectsIn(text).length, 4);
  // It had a schedule before.
  assert.deepEqual(
    [...of("by-hand", "scheduled_workflows.yaml", "backfill_workflows/by-hand.yaml").keys()],
    ["scheduled_workflows.yaml", "by-hand.yaml"],
  );
});

test("the text for kubectl has all that is to apply, and no run to create", () => {
  assert.deepEqual(objectsIn(textOf(renderProject(DAGS, SETTINGS))), [
    "WorkflowTemplate demo-ant",
    "CronWorkflow demo-ant",
    "WorkflowTemplate demo-by-hand",
    "WorkflowTemplate demo-zebra",
    "CronWorkflow demo-zebra",
  ]);
});

test("the mistakes of all DAGs, the settings and the template files are told at once, each once", () => {
  const dags = [oneTask("a".repeat(60)), oneTask("b", { labels: { dag_id: "x" } }), oneTask("c")];
  const templates = { "containers/default.yaml": "container:\n  foo: 1\n" };
  try {
    renderProject(dags, { ...SETTINGS, namespace: "A b", templates });
    assert.fail("it throws");
  } catch (error) {
    assert.ok(isAirgoError(error));
    assert.deepEqual(
      error.problems.map(({ code }) => code),
      ["invalid-config", "invalid-template", "name-too-long", "invalid-label"],
    );
  }
});

test("warnings are given without stopping anything", () => {
  const value = "x".repeat(100 * 1024);
  const large = manyTasks("large", 6, (index) => ({ parameters: { V: `${index}${value}` } }));
  const { manifests, warnings } = renderProject([large], SETTINGS);
  assert.equal(manifests.size, 1);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["manifest-too-large"],
  );
});

test("the files are the same bytes in every locale and time zone", async () => {
  const own = hash(
    textOf(
      renderProject(
        (await goldenDags()).map((dag) => dag.spec()),
        SETTINGS,
      ),
    ),
  );
  for (const env of [
    { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
    { LC_ALL: "C", LANG: "C", TZ: "America/St_Johns" },
  ]) {
    const script = path.join(import.meta.dirname, "print-goldens.ts");
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script], {
      env: { ...process.env, ...env },
      cwd: path.join(import.meta.dirname, "..", ".."),
      encoding: "utf8",
    });
    assert.equal(hash(stdout), own, stderr);
  }
});

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

test("the RBAC file lets the pods' service account report results, and makes one that is not the default", () => {
  const metadata = { name: "demo-executor", namespace: "argo" };
  const apiGroup = "rbac.authorization.k8s.io";
  const documents = (name: string) => [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "Role",
      metadata,
      rules: [
        {
          apiGroups: ["argoproj.io"],
          resources: ["workflowtaskresults"],
          verbs: ["create", "patch"],
        },
      ],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup, kind: "Role", name: "demo-executor" },
      subjects: [{ kind: "ServiceAccount", name, namespace: "argo" }],
    },
  ];
  const account = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "runner", namespace: "argo" },
  };
  const textFor = (settings: typeof SETTINGS, dags = DAGS) =>
    rbacText(settings, renderProject(dags, settings));
  assert.deepEqual(loadAll(textFor(SETTINGS)), documents("default"));
  assert.deepEqual(loadAll(textFor(SETTINGS, [])), documents("default"));
  assert.deepEqual(loadAll(textFor({ ...SETTINGS, serviceAccountName: "runner" })), [
    account,
    ...documents("runner"),
  ]);
});

/** The accounts that the RBAC file binds, and those that it makes. */
function accountsOf(templates: Readonly<Record<string, string>>, serviceAccountName = "default") {
  const settings = { ...SETTINGS, serviceAccountName, templates };
  const dags = [oneTask("plain"), oneTask("special", {}, { template: "special" })];
  const documents = loadAll(rbacText(settings, renderProject(dags, settings))) as {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly subjects?: readonly { readonly name: string }[];
  }[]; // as the test above has it
  return {
    bound: documents.flatMap(({ subjects = [] }) => subjects.map(({ name }) => name)),
    made: documents.flatMap(({ kind, metadata }) =>
      kind === "ServiceAccount" ? [metadata.name] : [],
    ),
  };
}

const CONTAINER = "container: { image: <% image %>, command: [node, /app/airgo.js] }\n";
const SPECIAL = "containers/special.yaml";
const WORKFLOW = "configuration/workflow.yaml";

test("the RBAC file binds every account by which pods report, wherever the manifests name it", () => {
  const plain = { [SPECIAL]: CONTAINER };
  assert.deepEqual(accountsOf(plain).bound, ["default"]);
  assert.deepEqual(accountsOf({ ...plain, [WORKFLOW]: "spec: { serviceAccountName: all }\n" }), {
    bound: ["all"],
    made: [],
  });
  const special = { [SPECIAL]: `${CONTAINER}serviceAccountName: special\n` };
  assert.deepEqual(accountsOf(special, "runner"), {
    bound: ["runner", "special"],
    made: ["runner"],
  });
  const defaults = "spec: { templateDefaults: { serviceAccountName: all } }\n";
  assert.deepEqual(accountsOf({ ...special, [WORKFLOW]: defaults }).bound, ["all", "special"]);
});

test("a podSpecPatch gives its pods another account, a template's before the workflow's", () => {
  const patch = (name: string) => `podSpecPatch: '{"serviceAccountName": "${name}"}'\n`;
  const workflow = `spec:\n  serviceAccountName: all\n  ${patch("patched")}`;
  assert.deepEqual(accountsOf({ [SPECIAL]: CONTAINER, [WORKFLOW]: workflow }).bound, ["patched"]);
  const special = `${CONTAINER}serviceAccountName: special\n${patch("own")}`;
  assert.deepEqual(accountsOf({ [SPECIAL]: special, [WORKFLOW]: workflow }).bound, [
    "own",
    "patched",
  ]);
  const beside = `spec: { podSpecPatch: '{serviceAccountName: "patched", subdomain: "{{workflow.name}}"}' }`;
  assert.deepEqual(accountsOf({ [SPECIAL]: CONTAINER, [WORKFLOW]: beside }).bound, ["patched"]);
  const atRun = `${CONTAINER}${patch("{{workflow.name}}")}`;
  assert.deepEqual(accountsOf({ [SPECIAL]: atRun }).bound, ["default"]);
});

test("an executor's account reports instead of its pod's", () => {
  const special = `${CONTAINER}serviceAccountName: special\nexecutor: { serviceAccountName: reporter }\n`;
  assert.deepEqual(accountsOf({ [SPECIAL]: special }).bound, ["default", "reporter"]);
  const everywhere = "spec: { executor: { serviceAccountName: everywhere } }\n";
  assert.deepEqual(accountsOf({ [SPECIAL]: special, [WORKFLOW]: everywhere }, "runner"), {
    bound: ["everywhere", "reporter"],
    made: ["runner"],
  });
});

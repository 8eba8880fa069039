// What the commands print in a pipe, from the real bundle.

import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import { CliProject } from "./project.ts";

const project = new CliProject(["demo.ts", "steps.ts"]);
before(() => project.build());
after(() => project.remove());

test("list prints a line for each DAG, with its next three ticks on the clocks of its zone", async () => {
  const { code, stdout, stderr } = await project.call(["list"]);
  assert.equal(code, 0);
  const [head = "", demo = "", steps = "", ...rest] = stdout.split("\n");
  assert.match(head, /^DAG +TASKS +SCHEDULE +NEXT +ZONE +FILE$/);
  assert.match(
    demo,
    /^demo +8 +30 4 \* \* \* +\d{4}-\d\d-\d\d 04:30, (?:\d{4}-)?\d\d-\d\d 04:30, (?:\d{4}-)?\d\d-\d\d 04:30 +America\/Los_Angeles +dags\/demo\.ts$/,
  );
  assert.match(steps, /^steps +3 +by hand +dags\/steps\.ts$/);
  assert.deepEqual(rest, [""]);
  assert.equal(stderr, "\n2 DAGs, image registry.example/demo:1.0\n");
});

test("list DAG prints its tasks with their upstreams and what they run with", async () => {
  const { stdout } = await project.call(["list", "demo"]);
  const lines = stdout.split("\n");
  assert.equal(lines[0], "demo  One of each end");
  assert.ok(lines.includes('params       {"region":"north","rows":1}'));
  assert.ok(lines.includes("image        registry.example/demo:1.0"));
  assert.ok(lines.some((line) => /^check +dag\.task +each of list$/.test(line)));
  assert.ok(lines.some((line) => /^split +dag\.task +if is-large$/.test(line)));
  assert.ok(lines.some((line) => /^never +dag\.task +3$/.test(line)));
  const steps = await project.call(["list", "--dag", "steps"]);
  assert.match(steps.stdout, /^first +FunctionOperator +1 +10m–\n/m);
});

test("list --json prints one DAG a line, and one DAG as a whole", async () => {
  const { stdout, stderr } = await project.call(["list", "--json"]);
  const records = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ dagId, tasks, next }) => [dagId, tasks, next.length]),
    [
      ["demo", 8, 3],
      ["steps", 3, 0],
    ],
  );
  assert.equal(stderr, "");
  const { tasks } = JSON.parse((await project.call(["list", "steps", "--json"])).stdout);
  assert.deepEqual(tasks[1].upstream, ["first"]);
});

test("config prints every setting in force and where it came from", async () => {
  const { stdout } = await project.call(["config", "--tag", "v2"], {
    env: { AIRGO_NAMESPACE: "staging" },
  });
  assert.match(stdout, /^image +registry\.example\/demo:v2 +package\.json: airgo\.image$/m);
  assert.match(stdout, /^namespace +staging +AIRGO_NAMESPACE$/m);
  assert.match(stdout, /^tag +v2 +--tag$/m);
  assert.match(stdout, /^outDir +rendered_yamls +default$/m);
  const { stdout: json } = await project.call(["config", "--json"]);
  const settings = json
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const image = settings.find(({ name }) => name === "image");
  assert.deepEqual(image.origin, { layer: "package.json", name: "airgo.image" });
});

test("a setting that cannot be used is wrong usage", async () => {
  const { code, stderr } = await project.call(["render", "--namespace", "Not_A_Name"]);
  assert.equal(code, 2);
  assert.match(stderr, /^error\[invalid-config\]: --namespace is "Not_A_Name"/);
});

test("render writes the manifests, --check finds them current, and tells what would change", async () => {
  const out = path.join(project.root, "rendered_yamls");
  rmSync(out, { recursive: true, force: true });
  const missing = await project.call(["render", "--check"]);
  assert.equal(missing.code, 1);
  assert.equal(existsSync(out), false);
  const written = await project.call(["render"]);
  assert.equal(written.code, 0);
  assert.equal(written.stdout, "");
  assert.match(written.stderr, /^2 DAGs rendered to rendered_yamls\/: 2 files\n/);
  assert.deepEqual(readdirSync(out).sort(), ["scheduled_workflows.yaml", "steps.yaml"]);
  assert.equal((await project.call(["render", "--check"])).code, 0);
  const drift = await project.call(["render", "--check", "--tag", "v9"]);
  assert.equal(drift.code, 1);
  assert.match(
    drift.stdout,
    /^- +image: "registry\.example\/demo:1\.0"\n\+ +image: "registry\.example\/demo:v9"$/m,
  );
  assert.match(
    drift.stderr,
    /^error\[drift\]: 2 files in rendered_yamls\/ would change\n {2}hint: /,
  );
});

test("render --stdout prints what is to apply and writes nothing", async () => {
  const { code, stdout, stderr } = await project.call(["render", "steps", "--stdout", "--rbac"]);
  assert.equal(code, 0);
  assert.equal(stderr, "");
  const kinds = [...stdout.matchAll(/^kind: "(\w+)"$/gm)].map(([, kind]) => kind);
  assert.deepEqual(kinds, ["Role", "RoleBinding", "WorkflowTemplate"]);
  assert.equal(stdout.split("\n---\n").length, 3);
});

test("render --out writes elsewhere, and --rbac also what pods need", async () => {
  const { code } = await project.call(["render", "--out", "elsewhere/deep", "--rbac"]);
  assert.equal(code, 0);
  const files = readdirSync(path.join(project.root, "elsewhere", "deep")).sort();
  assert.deepEqual(files, ["rbac.yaml", "scheduled_workflows.yaml", "steps.yaml"]);
});

test("validate finds nothing where nothing is wrong", async () => {
  const { code, stdout, stderr } = await project.call(["validate"]);
  assert.deepEqual([code, stdout, stderr], [0, "", "2 DAGs: no mistakes\n"]);
});

test("runs lists the runs that were kept, and runs show draws one on a line of time", async () => {
  const none = await project.call(["runs"]);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /no runs yet/);
  await project.call(["run", "demo", "--date", "2024-07-01"]);
  await project.call(["run", "steps"], { env: { WAIT: "30" } });
  const { stdout } = await project.call(["runs"]);
  const [head = "", steps = "", demo = ""] = stdout.split("\n");
  assert.match(head, /^RUN +RESULT +DATE +STARTED +TOOK +DAG$/);
  assert.match(steps, /^steps-\S+ +✓ Succeeded +.* steps$/);
  assert.match(demo, /^demo-\S+ +✗ Failed +2024-07-01 07:00:00Z .* demo$/);
  const [runId = ""] = demo.split(" ");
  const shown = await project.call(["runs", "show", runId]);
  assert.match(shown.stdout, /^demo {2}✗ Failed after /);
  assert.match(shown.stdout, /^✓ list +█+ +\d/m);
  assert.match(shown.stdout, /^⊘ total +omitted: "check" failed$/m);
  assert.match(shown.stdout, /^↷ split +skipped: "is-large" chose another way$/m);
  assert.match(shown.stdout, /✗ check\[1\] failed\n {4}Error: two is not allowed\n/);
  const latest = await project.call(["runs", "show"]);
  const bars = [...latest.stdout.matchAll(/^✓ (\w+) +(█+) /gm)];
  assert.deepEqual(
    bars.map(([, id]) => id),
    ["first", "wait", "last"],
  );
  const json = await project.call(["runs", "--json", "--dag", "demo"]);
  assert.equal(JSON.parse(json.stdout).runId, runId);
});

test("--version names the project, its version, airgo's, and the bundle", async () => {
  const { code, stdout } = await project.call(["--version"]);
  assert.equal(code, 0);
  assert.match(stdout, /^demo-project {2}2\.3\.4\nairgo +\d+\.\d+\.\d+\nbundle +[0-9a-f]{64}\n$/);
});

test("colours come with FORCE_COLOR, and never with NO_COLOR", async () => {
  const colorful = await project.call(["list"], { env: { FORCE_COLOR: "1" } });
  assert.ok(colorful.stdout.includes("\u001b["));
  const plain = await project.call(["list"], { env: { NO_COLOR: "1" } });
  assert.ok(!plain.stdout.includes("\u001b["));
});

test("a reader that goes away is no mistake", async () => {
  const { code, stderr } = await project.call(["render", "--stdout"], {
    onStdout: (child) => child.stdout?.destroy(),
  });
  assert.deepEqual([code, stderr], [0, ""]);
});

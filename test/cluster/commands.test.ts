// The commands, as processes in a project with its real bundle.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import test, { after, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { load } from "js-yaml";
import { ClusterProject } from "./cluster-project.ts";
import { FakeCluster } from "./fake-cluster.ts";

const project = await ClusterProject.build();
after(() => project.remove());

function setUp(t: TestContext, { isDeployed = true } = {}) {
  const cluster = new FakeCluster(t);
  cluster.set({ runningMs: 50 });
  if (isDeployed) cluster.deployTemplate("shop-etl");
  const start = project.on(cluster);
  return { cluster, start, airgo: (...args: readonly string[]) => start(...args).ended };
}

const ETL = ["--dag", "etl"];
const QUICK = ["--poll-interval", "0.05"];
const THREE_HOURS = [...ETL, "--end-date", "2024-01-01T02:00:00Z", ...QUICK];

test("backfill: a dry run prints the dates and names, and needs no cluster", async (t) => {
  const { airgo, cluster } = setUp(t, { isDeployed: false });
  const { code, stdout } = await airgo("backfill", ...THREE_HOURS, "--dry-run");
  assert.equal(code, 0);
  assert.deepEqual(stdout.split("\n"), [
    "EXECUTION DATE        RUN",
    "2024-01-01T00:00:00Z  shop-etl-bf-1704067200",
    "2024-01-01T01:00:00Z  shop-etl-bf-1704070800",
    "2024-01-01T02:00:00Z  shop-etl-bf-1704074400",
    "",
  ]);
  assert.deepEqual(cluster.history("call"), []);
  const json = await airgo("backfill", ...THREE_HOURS, "--dry-run", "--json");
  assert.deepEqual(JSON.parse(json.stdout.split("\n")[0] ?? ""), {
    name: "shop-etl-bf-1704067200",
    executionDate: "2024-01-01T00:00:00.000Z",
  });
});

test("backfill: tells each end and the result, and fails when a run did", async (t) => {
  const { airgo, cluster } = setUp(t);
  const ended = await airgo("backfill", ...THREE_HOURS);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /^✓ etl 3 of 3 runs succeeded, 3 created now\n$/);
  assert.match(ended.stderr, /^✓ shop-etl-bf-1704067200 {2}2024-01-01 00:00 UTC/m);

  cluster.set({ runningMs: 50, failing: ["shop-etl-bf-1704078000"] });
  const four = [...ETL, "--end-date", "2024-01-01T03:00:00Z", ...QUICK];
  const failed = await airgo("backfill", ...four);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /^etl {2}4 runs, 3 of them there already, at most 1 at a time$/m);
  assert.match(failed.stdout, /^✗ shop-etl-bf-1704078000 .*\n✗ etl 3 of 4 runs succeeded/);
  assert.match(failed.stdout, /the same command with --rerun-failed/);

  const again = await airgo("backfill", ...four, "--rerun-failed");
  assert.equal(again.code, 0);
  assert.match(again.stderr, /^↻ shop-etl-bf-1704078000 .* to be done again; it was Failed$/m);
  assert.match(again.stdout, /4 of 4 runs succeeded, 1 created now/);
});

test("backfill: more than 100 runs need --yes, and none is created without", async (t) => {
  const { airgo, cluster } = setUp(t);
  const { code, stderr } = await airgo("backfill", ...ETL, "--end-date", "2024-01-05T04:00:00Z");
  assert.equal(code, 2);
  assert.match(
    stderr,
    /error\[usage\]: this would create 101 runs of DAG "etl"\n.*--dry-run.*--yes/,
  );
  assert.deepEqual(cluster.history("created"), []);
});

test("backfill: what makes no sense is refused before the cluster is asked", async (t) => {
  const { airgo, cluster } = setUp(t);
  const cases: readonly (readonly [args: readonly string[], code: number, words: RegExp])[] = [
    [["--dag", "by-hand"], 1, /DAG "by-hand" has no schedule/],
    [[...ETL, "--end-date", "2023-01-01"], 1, /the start, 2024-01-01T00:00:00Z, is after the end/],
    [[...ETL, "--end-date", "yesterday"], 2, /--end-date: date "yesterday" cannot be read/],
    [[...ETL, "--max-active", "0"], 2, /--max-active cannot be "0"/],
    [[...ETL, "--poll-interval", "-1"], 2, /--poll-interval cannot be "-1"/],
    [[...ETL, "--params", "[1]"], 2, /--params is not a JSON object/],
  ];
  for (const [args, code, words] of cases) {
    const ended = await airgo("backfill", ...args);
    assert.match(ended.stderr, words);
    assert.equal(ended.code, code, ended.stderr);
  }
  const range = ["--start-date", "2024-01-01T00:10:00Z", "--end-date", "2024-01-01T00:20:00Z"];
  const nothing = await airgo("backfill", ...ETL, ...range);
  assert.equal(nothing.code, 0);
  assert.match(nothing.stderr, /the range has no tick/);
  assert.deepEqual(cluster.history("call"), []);
});

test("backfill: Ctrl-C ends the creating, says how to go on, and the same command goes on", async (t) => {
  const { airgo, start, cluster } = setUp(t);
  cluster.set({ runningMs: 3000 });
  const running = start("backfill", ...THREE_HOURS);
  while (running.isRunning() && cluster.history("created").length < 1) await delay(20);
  running.kill("SIGINT");
  const { code, stdout } = await running.ended;
  assert.equal(code, 130);
  assert.match(stdout, /1 still running in the cluster, 2 not created; the same command goes on/);
  cluster.set({ runningMs: 50 });
  const again = await airgo("backfill", ...THREE_HOURS);
  assert.equal(again.code, 0);
  assert.equal(cluster.history("created").length, 3);
  assert.deepEqual(cluster.history("deleted"), []);
});

test("backfill: --detach creates all runs and ends", async (t) => {
  const { airgo, cluster } = setUp(t);
  cluster.set({ runningMs: 60_000 });
  const { code, stdout } = await airgo("backfill", ...THREE_HOURS, "--detach");
  assert.equal(code, 0);
  assert.match(stdout, /^3 runs of etl created; 1 at a time/);
  assert.equal(cluster.history("created").length, 3);
});

test("backfill: --json prints one event a line", async (t) => {
  const { airgo } = setUp(t);
  const { stdout } = await airgo("backfill", ...THREE_HOURS, "--json");
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(events[0].kind, "backfill-started");
  assert.equal(events.filter(({ kind }) => kind === "run-created").length, 3);
  const ended = events.filter(({ kind }) => kind === "run-ended");
  assert.deepEqual(ended.map(({ name, phase }) => [name, phase]).at(0), [
    "shop-etl-bf-1704067200",
    "Succeeded",
  ]);
  assert.deepEqual(events.at(-1).counts, {
    missing: 0,
    active: 0,
    succeeded: 3,
    failed: 0,
    lost: 0,
  });
});

test("a DAG that is not deployed is not run, and the way to deploy it is told", async (t) => {
  const { airgo, cluster } = setUp(t, { isDeployed: false });
  for (const command of ["backfill", "submit"]) {
    const { code, stderr } = await airgo(
      command,
      ...ETL,
      ...(command === "submit" ? [] : ["--yes"]),
    );
    assert.equal(code, 1);
    assert.match(stderr, /DAG "etl" is not deployed: there is no WorkflowTemplate "shop-etl"/);
    assert.match(
      stderr,
      /hint: airgo render, then: kubectl apply --server-side -f rendered_yamls\//,
    );
  }
  assert.deepEqual(cluster.history("created"), []);
});

test("submit: prints the run's name and how to watch it, and what is deployed when that is another state", async (t) => {
  const { airgo, cluster } = setUp(t);
  const { code, stdout, stderr } = await airgo("submit", ...ETL, "--date", "2024-01-01");
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^shop-etl-\w{5}\n$/);
  const name = stdout.trim();
  assert.match(stderr, /^warning: another state of DAG "etl" is deployed/);
  assert.match(
    stderr,
    new RegExp(`watch it with: kubectl get workflow --namespace argo --watch ${name}`),
  );
  const spec = JSON.stringify(cluster.workflow(name).spec);
  assert.match(spec, /"creationTimestampOverride","value":"2024-01-01T00:00:00Z"/);
});

test("submit: a dry run prints the manifest, with the parameters as one text", async (t) => {
  const { airgo, cluster } = setUp(t, { isDeployed: false });
  const params = '{"a": "{{workflow.name}}: \\"yes\\"\\n"}';
  const { stdout } = await airgo("submit", ...ETL, "--dry-run", "--params", params);
  assert.doesNotMatch(stdout, /\{\{/);
  const manifest = load(stdout);
  assert.match(JSON.stringify(manifest), /"workflowTemplateRef":\{"name":"shop-etl"\}/);
  const text = /"params","value":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(manifest))?.[1] ?? "";
  assert.deepEqual(JSON.parse(JSON.parse(text)), JSON.parse(params));
  assert.deepEqual(cluster.history("call"), []);
});

/** A run as the controller leaves it, in place of the one that was created. */
function finish(cluster: FakeCluster, name: string, phase: string): void {
  const node = {
    ...{ displayName: "load", type: "Pod", phase, boundaryID: name, templateName: "run-1" },
    ...{ startedAt: "2024-01-01T00:00:01Z", finishedAt: "2024-01-01T00:00:03Z" },
    ...(phase === "Failed" ? { message: "main: Error (exit code 1): Error: no" } : {}),
  };
  const status = { phase, finishedAt: "2024-01-01T00:00:04Z", nodes: { [`${name}-1`]: node } };
  const fake = { createdAt: 0, pendingMs: 0, runningMs: 0, end: phase };
  const workflow = { ...cluster.workflow(name), status, fake };
  writeFileSync(cluster.path("workflows", `${name}.json`), JSON.stringify(workflow));
}

for (const [phase, code] of [
  ["Succeeded", 0],
  ["Failed", 1],
] as const) {
  test(`submit: --wait tells the tasks as airgo run does, and ends ${code} with a run that ${phase}`, async (t) => {
    const { start, cluster } = setUp(t);
    cluster.set({ runningMs: 60_000 });
    const running = start("submit", ...ETL, "--wait");
    while (running.isRunning() && cluster.history("created").length < 1) await delay(20);
    finish(cluster, cluster.history("created")[0]?.name ?? "", phase);
    const ended = await running.ended;
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stdout, /^etl {2}1 task, execution date/);
    assert.match(ended.stdout, phase === "Succeeded" ? /^✓ load +2s$/m : /^✗ load +Error: no/m);
    assert.doesNotMatch(ended.stdout, /--resume/);
  });
}

test("submit: Ctrl-C ends the watching only, and says how to stop the run", async (t) => {
  const { start, cluster } = setUp(t);
  cluster.set({ runningMs: 60_000 });
  const running = start("submit", ...ETL, "--wait");
  while (running.isRunning() && cluster.history("created").length < 1) await delay(20);
  await delay(200);
  running.kill("SIGINT");
  const { code, stderr } = await running.ended;
  assert.equal(code, 130);
  assert.match(stderr, /(shop-etl-\w{5}) goes on in the cluster; stop it with: airgo stop \1/);
});

test("stop and retry ask argo, and know no run that is not there", async (t) => {
  const { airgo, cluster } = setUp(t);
  const name = (await airgo("submit", ...ETL)).stdout.trim();
  for (const command of ["stop", "retry"] as const) {
    const { code, stdout, stderr } = await airgo(command, name);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^${name} `));
    assert.equal(cluster.history(command)[0]?.name, name);
    const unknown = await airgo(command, "nothing");
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /error\[run-not-found\]: there is no run "nothing"/);
    const option = await airgo(command, "@latest");
    assert.equal(option.code, 2);
    assert.match(option.stderr, /"@latest" is no name of a run/);
  }
});

test("runs --cluster: lists the project's runs, the latest first, or says that there are none", async (t) => {
  const { airgo } = setUp(t);
  const nothing = await airgo("runs", "--cluster");
  assert.equal(nothing.code, 0);
  assert.match(nothing.stderr, /^no runs of shop in namespace argo/);
  await airgo("backfill", ...THREE_HOURS);
  const { stdout, stderr } = await airgo("runs", "--cluster", ...ETL, "--limit", "2");
  const [heading = "", first = "", second = ""] = stdout.split("\n");
  assert.match(heading, /^RUN +RESULT +DATE +STARTED +TOOK +KIND +DAG$/);
  assert.match(
    first,
    /^shop-etl-bf-1704074400 +✓ Succeeded +2024-01-01 02:00:00Z .* backfill +etl$/,
  );
  assert.match(second, /^shop-etl-bf-1704070800 /);
  assert.match(stderr, /and 1 before them/);
  const json = await airgo("runs", "--cluster", "--json");
  const names = json.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).runType);
  assert.deepEqual(names, ["backfill", "backfill", "backfill"]);
});

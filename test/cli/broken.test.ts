// What is said of DAG files with mistakes.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import { CliProject } from "./project.ts";

const THROWS = `
import { DAG } from "airgo";
export const dag = new DAG("throws");
dag.task("a", async () => 1)();
throw new Error("no database here");
`;

const MISTAKES = `
import { DAG } from "airgo";
export const dag = new DAG("mistakes", { schedule: "61 * * * *" });
dag.task("a", async () => 1, { retries: -1 })();
`;

const TOO_MANY = `
import { DAG } from "airgo";
export const dag = new DAG("too-many");
const task = dag.task("t", async () => 1);
for (let n = 0; n < 201; n++) task({}, { id: "t-" + n });
`;

const UNKNOWN_TEMPLATE = `
import { DAG } from "airgo";
export const dag = new DAG("unknown-template");
dag.task("a", async () => 1, { template: "gpu" })();
`;

const project = new CliProject(["steps.ts"], {
  "dags/throws.ts": THROWS,
  "dags/mistakes.ts": MISTAKES,
  "dags/too-many.ts": TOO_MANY,
  "dags/unknown-template.ts": UNKNOWN_TEMPLATE,
});
before(() => project.build());
after(() => project.remove());

test("validate tells every mistake of every file at once, each with its place and a hint", async () => {
  const { code, stdout, stderr } = await project.call(["validate"]);
  assert.equal(code, 1);
  const found = [
    ...stdout.matchAll(/^error\[([\w-]+)\]: .*\n {2}at (\S+):\d+:\d+\n {2}hint: \S/gm),
  ];
  assert.deepEqual(found.map(([, problem, file]) => `${file} ${problem}`).sort(), [
    "dags/mistakes.ts invalid-option",
    "dags/mistakes.ts invalid-schedule",
    "dags/throws.ts broken-dag-file",
    "dags/too-many.ts too-many-tasks",
    "dags/unknown-template.ts unknown-template",
  ]);
  assert.equal(stderr, "\n5 errors\n");
});

test("validate --json prints a line for each", async () => {
  const { code, stdout } = await project.call(["validate", "--json"]);
  assert.equal(code, 1);
  const problems = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(problems.length, 5);
  const fields = ["severity", "code", "message", "hint", "location", "dagId", "taskId", "source"];
  for (const problem of problems) assert.deepEqual(Object.keys(problem), fields);
  assert.ok(problems.every(({ severity }) => severity === "error"));
  const schedule = problems.find((problem) => problem.code === "invalid-schedule");
  assert.equal(schedule.dagId, "mistakes");
  assert.equal(schedule.location.file, "dags/mistakes.ts");
});

test("nothing is rendered while any DAG is broken", async () => {
  const { code, stderr } = await project.call(["render"]);
  assert.equal(code, 1);
  assert.equal(
    stderr,
    (await project.call(["validate"])).stdout,
    "render tells what validate does",
  );
  assert.equal(existsSync(path.join(project.root, "rendered_yamls")), false);
});

test("the DAGs that hold are listed and run", async () => {
  const { code, stdout, stderr } = await project.call(["list"]);
  assert.equal(code, 0);
  assert.match(stdout, /^steps /m);
  assert.match(stderr, /3 mistakes in other DAGs: airgo validate\n$/);
  assert.equal((await project.call(["run", "steps"])).code, 0);
});

test("a broken DAG that is asked for tells its mistakes, which are no wrong usage", async () => {
  const { code, stderr } = await project.call(["run", "mistakes"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error\[invalid-schedule\]: DAG "mistakes": .*\n {2}at dags\/mistakes\.ts:3:\d+\n/,
  );
});

const OF_ALL_KINDS = `
import { DAG } from "airgo";
export const dag = new DAG("of-all-kinds", { schedule: "0 0 * * 7", labels: { dag_id: "mine" } });
const task = dag.task("t", async () => 1, { template: "gpu" });
for (let n = 0; n < 201; n++) task({}, { id: "t-" + n });
`;

test("a mistake in a DAG's options hides none of those that are found in its manifest", async (t) => {
  const own = new CliProject([], { "dags/of-all-kinds.ts": OF_ALL_KINDS });
  t.after(() => own.remove());
  await own.build();
  const { stdout } = await own.call(["validate"]);
  const codes = [...stdout.matchAll(/^error\[([\w-]+)\]/gm)].map(([, code]) => code);
  assert.deepEqual(codes.sort(), [
    "invalid-label",
    "invalid-schedule",
    "too-many-tasks",
    "unknown-template",
  ]);
});

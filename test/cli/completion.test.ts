import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test, { after, before } from "node:test";
import { CliProject } from "./project.ts";

const project = new CliProject(["demo.ts", "steps.ts"]);
before(() => project.build());
after(() => project.remove());

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const args = ["--get-yargs-completions", "airgo", ...words];
  const { stdout } = await project.call(args, { env: { SHELL: "/bin/bash" } });
  return stdout.split("\n").filter((word) => word !== "");
}

test("TAB offers the commands, their options, and the commands below them", async () => {
  const commands = await complete("");
  for (const name of ["run", "list", "render", "completion"]) assert.ok(commands.includes(name));
  const options = await complete("run", "--");
  for (const name of ["--dag", "--task", "--json"]) assert.ok(options.includes(name), name);
  assert.deepEqual(await complete("runs", ""), ["show"]);
});

test("TAB offers the DAGs where a DAG may stand", async () => {
  assert.deepEqual(await complete("run", "--dag", ""), ["demo", "steps"]);
  assert.deepEqual(await complete("list", ""), ["demo", "steps"]);
});

test("TAB offers the tasks of the DAG that is named, or of all", async () => {
  assert.deepEqual(await complete("run", "--dag", "steps", "--task", ""), [
    "first",
    "wait",
    "last",
  ]);
  const all = await complete("run", "--task-id", "");
  assert.ok(all.includes("first") && all.includes("split"));
});

test("TAB offers the runs where a run may stand", async () => {
  await project.call(["run", "steps"]);
  const [runId = ""] = await complete("runs", "show", "");
  assert.match(runId, /^steps-/);
  assert.deepEqual(await complete("run", "--resume", ""), [runId]);
});

test("bash completes with the script that completion prints", async () => {
  const { stdout: script } = await project.call(["completion"], { env: { SHELL: "/bin/bash" } });
  const typed = [
    'airgo() { node dist/airgo.js "$@"; }',
    script,
    "COMP_WORDS=(airgo run --dag st); COMP_CWORD=3; _airgo",
    'echo "$COMPREPLY"',
    "COMP_WORDS=(airgo re); COMP_CWORD=1; _airgo",
    'echo "$COMPREPLY"', // the first of them
  ].join("\n");
  const { stdout } = spawnSync("bash", ["--norc", "-c", typed], {
    cwd: project.root,
    encoding: "utf8",
  });
  const [dag, commands = ""] = stdout.split("\n");
  assert.equal(dag, "steps");
  assert.match(commands, /^render\b/);
});

test("zsh gets a script of its own, and descriptions", async () => {
  const { stdout: script } = await project.call(["completion", "zsh"]);
  assert.match(script, /^_airgo\(\) \{\n[\s\S]*\ncompdef _airgo airgo\n$/);
  const args = ["--get-yargs-completions", "airgo", "rend"];
  const { stdout } = await project.call(args, { env: { SHELL: "/bin/zsh" } });
  assert.match(stdout, /^render:Write the manifests/m);
});

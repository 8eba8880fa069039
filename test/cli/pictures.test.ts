// What the npm package adds to the command line: pictures of DAGs and of runs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test, { after, before } from "node:test";
import type { PackedFile } from "../../runtime/main.ts";
import { graphCommand } from "../../src/cli/commands/graph.ts";
import { createRunsCommand } from "../../src/cli/commands/runs.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { writeRunPage } from "../../src/cli/write-run-page.ts";
import { CliProject } from "./project.ts";
import { Pipe } from "./terminal.ts";

const project = new CliProject(["demo.ts", "steps.ts"]);

before(() => project.build());
after(() => project.remove());

async function call(...argv: readonly string[]) {
  const [stdout, stderr] = [new Pipe(), new Pipe()];
  const file = path.join(project.root, "dist", "airgo.js");
  const code = await runCli(
    {
      argv,
      env: {},
      node: process.execPath,
      cwd: project.root,
      stdout,
      stderr,
      console,
      now: () => new Date(),
      openBundle: async () => (createRequire(file)(file) as PackedFile).bundle, // built just now
      setEnvironment: () => undefined,
      onInterrupt: () => () => undefined,
      exit: () => undefined,
    },
    [graphCommand, createRunsCommand(writeRunPage)],
  );
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const read = (file: string): string => readFileSync(path.join(project.root, file), "utf8");

test("a DAG is drawn in the terminal, and in the format that the file's ending asks for", async () => {
  const text = await call("graph", "demo");
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /│ (?:≡ )?check +│/);
  const formats = [
    ["demo.svg", /^<svg/],
    ["demo.mmd", /^flowchart LR\n/],
    ["demo.dot", /^digraph "demo" \{/],
    ["demo.txt", /┌─/],
  ] as const;
  for (const [file, beginning] of formats) {
    assert.equal((await call("graph", "demo", "--out", file)).stderr, `${file} written\n`);
    assert.match(read(file), beginning);
  }
  assert.match((await call("graph", "demo", "--format", "mermaid")).stdout, /^flowchart/);
});

test("a run colours its DAG's picture, and becomes a page with what each task logged and put out", async () => {
  const run = await project.call(["run", "demo"]);
  const [, runId = ""] = /run (demo-\S+?),? /.exec(run.stdout) ?? [];
  const coloured = await call("graph", "--run", runId, "--format", "svg");
  assert.equal(coloured.code, 0, coloured.stderr);
  assert.match(coloured.stdout, /class="node task failed"/);
  assert.match(coloured.stdout, />Skipped</);

  const shown = await call("runs", "show", runId, "--html", "run.html");
  assert.equal(shown.code, 0, shown.stderr);
  const page = read("run.html");
  assert.match(page, /<details id="task-never" data-phase="Failed"/);
  assert.match(page, /Omitted: /);
  assert.match(page, /HELLO NORTH/);
});

test("a run that is not there, and a DAG that is not, leave the picture that was there", async () => {
  const missing = await call("graph", "--run", "demo-0", "--out", "demo.svg");
  assert.match(missing.stderr, /^error\[run-not-found\]/);
  const unknown = await call("graph", "demmo", "--out", "demo.svg");
  assert.match(unknown.stderr, /^error\[unknown-dag\].*\n +hint: did you mean "demo"/s);
  assert.deepEqual([missing.code, unknown.code], [2, 2]);
  assert.match(read("demo.svg"), /^<svg/);
});

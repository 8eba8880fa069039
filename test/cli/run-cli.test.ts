// How errors end a call of the command line.

import assert from "node:assert/strict";
import test from "node:test";
import { validateCommand } from "../../src/cli/commands/validate.ts";
import { defineCommand, redirect } from "../../src/cli/define-command.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import type { World } from "../../src/cli/world.ts";
import { AirgoError } from "../../src/core/errors.ts";
import { Pipe } from "./terminal.ts";

function worldOf(
  argv: readonly string[],
): World & { readonly stdout: Pipe; readonly stderr: Pipe } {
  return {
    argv,
    env: {},
    node: process.execPath,
    cwd: "/project",
    stdout: new Pipe(),
    stderr: new Pipe(),
    console,
    now: () => new Date(0),
    openBundle: () => Promise.reject(new Error("these commands need no DAGs")),
    setEnvironment: () => undefined,
    onInterrupt: () => () => undefined,
    exit: () => undefined,
  };
}

function failing(error: unknown) {
  return defineCommand({
    command: "fail",
    describe: "Fail",
    builder: (yargs) => yargs,
    handler: () => Promise.reject(error),
  });
}

test("a mistake is told with its code, place and hint, and no stack", async () => {
  const world = worldOf(["fail"]);
  const problem = {
    code: "cycle",
    message: "it waits for itself",
    hint: "take an edge out",
  } as const;
  const location = { file: "/project/dags/a.ts", line: 3, column: 7 };
  const elsewhere = { file: "/other/b.ts", line: 1, column: 1 };
  const error = AirgoError.of([
    { ...problem, location },
    { ...problem, message: "so does\nthis", location: elsewhere },
  ]);
  assert.equal(await runCli(world, [failing(error)]), 1);
  assert.equal(
    world.stderr.text,
    [
      "error[cycle]: it waits for itself",
      "  at dags/a.ts:3:7",
      "  hint: take an edge out",
      "error[cycle]: so does",
      "  this",
      "  at /other/b.ts:1:1",
      "  hint: take an edge out",
      "",
    ].join("\n"),
  );
  assert.equal(world.stdout.text, "");
});

test("wrong usage exits with 2 and says how the command is called", async () => {
  const world = worldOf(["fail", "--hrad"]);
  assert.equal(await runCli(world, [failing(undefined)]), 2);
  assert.match(
    world.stderr.text,
    /^error\[usage\]: there is no option --hrad\n {2}hint: .*\n {2}usage: airgo fail/,
  );
});

test("anything else is a bug, and is told as one, with its stack", async () => {
  const world = worldOf(["fail"]);
  assert.equal(await runCli(world, [failing(new TypeError("undefined is not a function"))]), 1);
  assert.match(
    world.stderr.text,
    /^this is a bug of airgo, .*\nNode v.*: airgo fail\nTypeError: undefined is not a function\n {4}at /,
  );
});

test("nothing was asked for: the help goes to stderr, and the exit code is 2", async () => {
  const world = worldOf([]);
  assert.equal(await runCli(world, [failing(undefined)]), 2);
  assert.match(world.stderr.text, /^airgo <command>/);
  assert.equal(world.stdout.text, "");
});

test("a redirected command is parsed as it was, and done otherwise", async () => {
  const command = redirect(failing(new Error("not done")), async () => 7);
  assert.equal(await runCli(worldOf(["fail"]), [command]), 7);
  assert.equal(await runCli(worldOf(["fail", "--nothing"]), [command]), 2);
});

test("what keeps a bundle from being built is JSON too where validate is asked for that", async () => {
  const location = { file: "dags/a.ts", line: 2, column: 1 };
  const error = AirgoError.of([
    { code: "build-failed", message: "Unexpected end of file", hint: "mend the file", location },
    { code: "top-level-await", message: "b", hint: "move it" },
  ]);
  const redirected = redirect(validateCommand, () => Promise.reject(error));
  for (const command of [validateCommand, redirected]) {
    const world = { ...worldOf(["validate", "--json"]), openBundle: () => Promise.reject(error) };
    assert.equal(await runCli(world, [command]), 1);
    const lines = world.stdout.text.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [
        {
          severity: "error",
          ...{ code: "build-failed", message: "Unexpected end of file", hint: "mend the file" },
          ...{ location, dagId: null, taskId: null, source: "airgo" },
        },
        {
          severity: "error",
          ...{ code: "top-level-await", message: "b", hint: "move it" },
          ...{ location: null, dagId: null, taskId: null, source: "airgo" },
        },
      ],
    );
    assert.equal(world.stderr.text, "\n2 errors\n");
    const plain = worldOf(["validate"]);
    assert.equal(await runCli(plain, [redirected]), 1);
    assert.match(plain.stderr.text, /^error\[build-failed\]: Unexpected end of file\n {2}at dags/);
  }
});

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { runCli } from "../../src/cli/run-cli.ts";
import type { World } from "../../src/cli/world.ts";
import { initCommand } from "../../src/npm/commands/init.ts";
import { type Ask, Interrupted } from "../../src/npm/prompt.ts";
import { newFolder, textsOf } from "./new-folder.ts";

const root = path.join(import.meta.dirname, "..", "..");

interface Call {
  readonly folder: string;
  readonly answers?: readonly (string | undefined)[];
}

/** Follows a command line in a folder, with a person who gives one answer after the other. */
async function call(argv: readonly string[], { folder, answers }: Call) {
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  const left = [...(answers ?? [])];
  const ask: Ask = async (question, fallback) => {
    questions.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Interrupted("nobody answers");
    return answer || fallback;
  };
  const world: World = {
    argv,
    env: {},
    node: process.execPath,
    cwd: folder,
    stdout: { isTTY: false, columns: undefined, write: (text) => void out.push(text) },
    stderr: { isTTY: false, columns: undefined, write: (text) => void err.push(text) },
    console,
    now: () => new Date(),
    openBundle: () => Promise.reject(new Error("init takes no bundle")),
    setEnvironment: () => undefined,
    onInterrupt: () => () => undefined,
    exit: () => undefined,
  };
  const openPrompt = answers && (() => ({ ask, close: () => undefined }));
  const command = initCommand({ root, version: "0.1.0", openPrompt });
  const code = await runCli(world, [command]);
  return { code, out: out.join(""), err: err.join(""), questions };
}

function inNewFolder(t: TestContext, answers?: Call["answers"]): Call {
  return { folder: newFolder(t), ...(answers === undefined ? {} : { answers }) };
}

test("a call that names the project asks nothing, and ends in three commands", async (t) => {
  const place = inNewFolder(t, []);
  const { code, out, questions } = await call(["init", "--project-name", "etl"], place);
  assert.equal(code, 0);
  assert.deepEqual(questions, []);
  assert.match(
    out,
    /^etl is there\. Next:\n {2}npm install +#.*\n {2}npm start +#.*\n {2}npm run render +#.*\n$/m,
  );
});

test("the name and the image are asked for where they are missing, until the name is one", async (t) => {
  const place = inNewFolder(t, ["Not A Name", "etl", "team/etl"]);
  const { code, err, questions } = await call(["init"], place);
  assert.equal(code, 0);
  assert.deepEqual(questions, ["Project name", "Project name", "Image of the pods"]);
  assert.match(err, /"Not A Name" cannot be a project's name/);
  const manifest = JSON.parse(textsOf(place.folder)["package.json"] ?? "");
  assert.deepEqual(manifest.airgo, { projectName: "etl", image: "team/etl" });
});

test("the folder's own name is offered, made into one that holds", async (t) => {
  const place = inNewFolder(t, ["", ""]);
  await call(["init", "--dir", "My Etl_Jobs"], place);
  const manifest = JSON.parse(
    textsOf(path.join(place.folder, "My Etl_Jobs"))["package.json"] ?? "",
  );
  assert.deepEqual(manifest.airgo, { projectName: "my-etl-jobs", image: "my-etl-jobs:latest" });
});

test("a question that is not answered writes nothing, and exits with 130", async (t) => {
  const place = inNewFolder(t, ["etl"]);
  const { code, err } = await call(["init"], place);
  assert.equal(code, 130);
  assert.match(err, /nothing was written/);
  assert.deepEqual(readdirSync(place.folder), []);
});

test("where nobody can answer, a missing name is wrong usage", async (t) => {
  const place = inNewFolder(t);
  const { code, err } = await call(["init"], place);
  assert.equal(code, 2);
  assert.match(err, /error\[usage\]: the project has no name\n {2}hint: .*--project-name/);
});

test("every file is listed with what became of it", async (t) => {
  const place = inNewFolder(t);
  const first = await call(["init", "--project-name", "etl"], place);
  const files = Object.keys(textsOf(place.folder));
  for (const file of files) assert.match(first.out, new RegExp(`^wrote +${file}$`, "m"));
  const second = await call(["init", "--project-name", "etl"], place);
  for (const file of files) assert.match(second.out, new RegExp(`^kept +${file}$`, "m"));
  const third = await call(["init", "--project-name", "other", "--force"], place);
  assert.match(third.out, /^replaced +package\.json$/m);
});

test("a package.json that was there is kept, with the commands that complete it", async (t) => {
  const place = inNewFolder(t);
  await call(["init", "--project-name", "etl"], place);
  const { out } = await call(["init", "--project-name", "etl", "--image", "team/etl"], place);
  assert.match(out, /npm pkg set type=module airgo\.projectName=etl airgo\.image=team\/etl\n/);
  assert.match(out, /npm install airgo@\^0\.1\.0 && npm install --save-dev tsx typescript/);
});

// Under tsx, as a user's tests are; plain Node is tried by test/package/walk.test.ts.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { traverseDagsFolder } from "airgo";
import { isAirgoError } from "../../src/core/errors.ts";

const root = path.join(import.meta.dirname, "..", "..");

/** A project with these files in its folder of DAGs. */
function newProject(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(root, "test", ".traverse-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, "package.json"), '{ "name": "traversed", "type": "module" }');
  for (const [file, text] of Object.entries({ "_keep.ts": "", ...files })) {
    const target = path.join(folder, "dags", file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return path.join(folder, "dags");
}

function dag(...dagIds: readonly string[]): string {
  const dags = dagIds.map((id, at) => {
    return `export const dag${at} = new DAG("${id}");\ndag${at}.task("only", async () => "${id}")();\n`;
  });
  return `import { DAG } from "airgo";\n${dags.join("")}`;
}

async function problemsOf(folder: string) {
  try {
    await traverseDagsFolder(folder);
  } catch (error) {
    if (isAirgoError(error)) return error.problems;
    throw error;
  }
  return [];
}

test("without a path, the DAGs are those of the project that the working directory is in", async () => {
  const dags = await traverseDagsFolder();
  assert.ok(dags["hello-world"]);
  assert.deepEqual(Object.keys(dags), Object.keys(dags).sort());
});

test("any number of DAGs a file, in any folder, under any name, by their ids", async (t) => {
  const folder = newProject(t, {
    "two.ts": dag("second", "first"),
    "team/deep.ts": dag("third"),
    "list.ts": 'import { dag0, dag1 } from "./_parts.ts";\nexport const all = [dag0, dag1];\n',
    "_parts.ts": dag("fifth", "fourth"),
    "none.ts": "export const nothing = 1;\n",
  });
  const dags = await traverseDagsFolder(folder);
  assert.deepEqual(Object.keys(dags), ["fifth", "first", "fourth", "second", "third"]);
  const { phase } = (await dags.third?.execute()) ?? {};
  assert.equal(phase, "Succeeded");
});

test("a DAG that a second file exports again is one DAG", async (t) => {
  const folder = newProject(t, { "one.ts": dag("one"), "all.ts": 'export * from "./one.ts";\n' });
  assert.deepEqual(Object.keys(await traverseDagsFolder(folder)), ["one"]);
});

test("everything that is wrong is told at once, each with its place", async (t) => {
  const folder = newProject(t, {
    "a.ts": dag("twice"),
    "b.ts": dag("twice", "fine"),
    "throws.ts": 'throw new Error("not today");\n',
    "syntax.ts": "export const = 1;\n",
    "empty.ts": 'import { DAG } from "airgo";\nexport const dag = new DAG("empty");\n',
  });
  const problems = await problemsOf(folder);
  assert.deepEqual(problems.map(({ code }) => code).sort(), [
    "broken-dag-file",
    "broken-dag-file",
    "duplicate-dag",
    "duplicate-dag",
    "missing-option",
  ]);
  const doubles = problems.filter(({ code }) => code === "duplicate-dag");
  for (const { message } of doubles) assert.match(message, /a\.ts:2 and .*b\.ts:2/);
  const thrown = problems.find(({ message }) => message.includes("not today"));
  assert.equal(path.basename(thrown?.location?.file ?? ""), "throws.ts");
  assert.equal(thrown?.location?.line, 1);
});

test("a folder that is not there, or in no project, is told", async () => {
  const missing = await problemsOf(path.join(root, "no-dags"));
  assert.match(missing[0]?.message ?? "", /there is no folder .*no-dags/);
  const nowhere = await problemsOf(tmpdir());
  assert.match(nowhere[0]?.message ?? "", /is in no project/);
});

import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import test, { afterEach } from "node:test";
import { checkRendered, writeRendered } from "../../src/render/output-folder.ts";
import { FILE_HEADER } from "../../src/render/render-project.ts";

const folders: string[] = [];

function newFolder(): string {
  const parent = mkdtempSync(path.join(os.tmpdir(), "airgo-test-"));
  folders.push(parent);
  return path.join(parent, "rendered_yamls");
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => !["backfill_workflows"].includes(file))
    .sort();
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]),
  );
}

const whole = { isWhole: true };
const FILES = new Map([
  ["a.yaml", `${FILE_HEADER}a: "1"\n`],
  ["backfill_workflows/a.yaml", `${FILE_HEADER}a: "2"\n`],
]);

test("the files are written into a folder that need not be there, and nothing else is left", () => {
  const folder = newFolder();
  assert.deepEqual(writeRendered(folder, FILES, whole), []);
  assert.deepEqual(contentOf(folder), Object.fromEntries(FILES));
});

test("files that no DAG makes any more are removed, and only airgo's own", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  writeFileSync(path.join(folder, "kustomization.yaml"), "resources: []\n");
  const removed = writeRendered(folder, new Map([["b.yaml", `${FILE_HEADER}b: "1"\n`]]), whole);
  assert.deepEqual(removed, ["a.yaml", "backfill_workflows/a.yaml"]);
  assert.deepEqual(Object.keys(contentOf(folder)), ["b.yaml", "kustomization.yaml"]);
});

test("writing some of the files removes none of the others", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  const removed = writeRendered(folder, new Map([["b.yaml", `${FILE_HEADER}b: "1"\n`]]), {
    isWhole: false,
  });
  assert.deepEqual(removed, []);
  assert.deepEqual(Object.keys(contentOf(folder)), [
    "a.yaml",
    "b.yaml",
    "backfill_workflows/a.yaml",
  ]);
});

test("a failure while writing leaves the last good set", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  const broken = new Map([
    ["a.yaml", `${FILE_HEADER}a: "new"\n`],
    ["a.yaml/below-a-file.yaml", `${FILE_HEADER}x: "1"\n`],
  ]);
  assert.throws(() => writeRendered(folder, broken, whole));
  assert.deepEqual(contentOf(folder), Object.fromEntries(FILES));
});

test("what is current gives no diff, whichever line ends git has checked it out with", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  assert.deepEqual(checkRendered(folder, FILES, whole), []);
  writeFileSync(path.join(folder, "a.yaml"), `${FILES.get("a.yaml")}`.replaceAll("\n", "\r\n"));
  assert.deepEqual(checkRendered(folder, FILES, whole), []);
});

test("a check prints a unified diff of each file that would change, and writes nothing", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  const before = contentOf(folder);
  const after = new Map([
    ["a.yaml", `${FILE_HEADER}a: "3"\n`],
    ["new.yaml", `${FILE_HEADER}n: "1"\n`],
  ]);
  assert.deepEqual(checkRendered(folder, after, whole), [
    `--- a/rendered_yamls/a.yaml\n+++ b/rendered_yamls/a.yaml\n@@ -1,2 +1,2 @@\n ${FILE_HEADER}-a: "1"\n+a: "3"\n`,
    `--- /dev/null\n+++ b/rendered_yamls/new.yaml\n@@ -0,0 +1,2 @@\n+${FILE_HEADER}+n: "1"\n`,
    `--- a/rendered_yamls/backfill_workflows/a.yaml\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-${FILE_HEADER}-a: "2"\n`,
  ]);
  assert.deepEqual(contentOf(folder), before);
});

test("a check of a folder that is not there says that everything is new, and makes none", () => {
  const folder = newFolder();
  assert.equal(checkRendered(folder, FILES, whole).length, 2);
  assert.equal(existsSync(folder), false);
});

test("a folder of a person's own below is left alone", () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, "overlays"), { recursive: true });
  writeFileSync(path.join(folder, "overlays", "patch.yaml"), "a: 1\n");
  writeRendered(folder, FILES, whole);
  assert.ok(existsSync(path.join(folder, "overlays", "patch.yaml")));
});

// When a bundle is no longer what a build would make, and what is no reason to build.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import test, { after, before, type TestContext } from "node:test";
import { buildStamped, freshBundle, isFresh } from "../../src/project/fresh-bundle.ts";
import { loadPackedFile } from "../../src/project/load-packed-file.ts";
import { readBuildProject } from "../../src/project/read-build-project.ts";
import { BundleProject, dagFile, packedAirgo } from "./bundle-project.ts";

const WORDS = [
  'import { word } from "../lib/word";',
  'import { said } from "@said";',
  'import { text } from "pk";',
].join("\n");

const FILES = {
  "package-lock.json": "{}",
  "tsconfig.json": '{\n  // ours\n  "extends": ["./config/base"]\n}',
  "config/base.json": '{ "extends": "@team/config", "compilerOptions": { "strict": true } }',
  "node_modules/@team/config/tsconfig.json":
    '{ "compilerOptions": { "paths": { "@said": ["../../../lib/said.ts"] } } }',
  "node_modules/pk/package.json": '{ "name": "pk", "main": "main.js" }',
  "node_modules/pk/main.js": 'exports.text = "pk";',
  "lib/word/index.ts": 'export const word = "hello";',
  "lib/said.ts": 'export const said = "said";',
  "dags/team/a.ts": dagFile("a", "return [word, said, text]", WORDS.replaceAll('"../', '"../../')),
};

const built = new BundleProject(FILES);

before(async () => {
  // A file of the same moment might be in the bundle as it was before.
  await new Promise((resolve) => setTimeout(resolve, 30));
  await buildStamped(await readBuildProject(built.root, {}), await packedAirgo());
});
after(() => built.remove());

/** A copy: content counts, and neither place nor time. */
async function copyProject(t: TestContext): Promise<BundleProject> {
  const project = new BundleProject({});
  t.after(() => project.remove());
  cpSync(built.root, project.root, { recursive: true });
  assert.ok(await isNow(project));
  return project;
}

async function isNow({ root }: BundleProject): Promise<boolean> {
  return isFresh(await readBuildProject(root, {}), await packedAirgo());
}

const remove = (file: string) => (project: BundleProject) =>
  rmSync(path.join(project.root, file), { recursive: true });
const write =
  (file: string, text = "") =>
  (project: BundleProject) =>
    project.write(file, text);

type Change = (project: BundleProject) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  "the main file of a package": write(
    "node_modules/pk/package.json",
    '{ "name": "pk", "main": "other.js" }',
  ),
  "a file that an import means before a folder": write("lib/word.ts"),
  "JavaScript beside TypeScript": write("lib/said.js"),
  "a tsconfig nearer to a DAG file": write("dags/tsconfig.json", "{}"),
  "a jsconfig": write("dags/team/jsconfig.json", "{}"),
  "the file that tsconfig extends": write("config/base.json", "{}"),
  "the package that this one extends": write("node_modules/@team/config/tsconfig.json", "{}"),
  "a package.json nearer to a DAG file": write("dags/package.json", '{ "sideEffects": false }'),
  "packages nearer to a DAG file": ({ root }) => mkdirSync(path.join(root, "dags", "node_modules")),
  "what says that the bundle is CommonJS": remove("dist/package.json"),
  "an edit of that": write("dist/package.json", '{ "type": "commonjs", "name": "x" }'),
  "a stamp that is no stamp": write(".airgo/bundle.json", "null"),
  "a stamp of an older airgo": write(".airgo/bundle.json", '{ " settings": "x" }'),
  "a stamp that is a list": write(".airgo/bundle.json", "[1]"),
  "a stamp without its digests": write(".airgo/bundle.json", '{ "inputs": [], "digests": null }'),
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`a bundle is stale after a change of ${what}`, async (t) => {
    const project = await copyProject(t);
    change(project);
    assert.ok(!(await isNow(project)));
  });
}

test("files that no import could mean are no reason to build", async (t) => {
  const project = await copyProject(t);
  for (const file of [
    "lib/unused.ts",
    "lib/word.test.ts",
    "lib/word.md",
    "lib/word/part.ts",
    "dags/team/_a.ts",
    "node_modules/pk/unused.js",
    "src/said.ts",
  ])
    project.write(file, "");
  assert.ok(await isNow(project));
});

test("without the package.json beside it, the bundle is built again, and loads", async (t) => {
  const project = await copyProject(t);
  rmSync(path.join(project.root, "dist", "package.json"));
  const file = await freshBundle(await readBuildProject(project.root, {}), await packedAirgo());
  assert.equal(loadPackedFile(file).bundle.loadDag("a").dagId, "a");
  assert.ok(await isNow(project));
});

test("where that package.json makes it an ES module, this is said", async (t) => {
  const project = await copyProject(t);
  project.write("dist/package.json", '{\n  "type": "module"\n}');
  const fresh = freshBundle(await readBuildProject(project.root, {}), await packedAirgo());
  await assert.rejects(fresh, {
    code: "invalid-config",
    message: "dist/package.json says that dist/airgo.js is an ES module",
    location: { file: "dist/package.json", line: 2, column: 1 },
  });
});

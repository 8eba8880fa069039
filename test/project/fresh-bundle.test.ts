import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import type { AirgoPackage } from "../../src/project/airgo-package.ts";
import { compileAirgo } from "../../src/project/compile-airgo.ts";
import { findProjectRoot } from "../../src/project/find-project.ts";
import { freshBundle, isFresh } from "../../src/project/fresh-bundle.ts";
import { readBuildProject } from "../../src/project/read-build-project.ts";

const folder = mkdtempSync(path.join(tmpdir(), "airgo-fresh-"));
after(() => rmSync(folder, { recursive: true }));

const repository = path.join(import.meta.dirname, "..", "..");
const parts = path.join(folder, "parts.json");
writeFileSync(parts, JSON.stringify(await compileAirgo(repository)));
const airgo: AirgoPackage = { root: repository, version: "1.0.0", isPacked: true, parts };

const root = path.join(folder, "project");
const LONG_AGO = new Date("2019-03-07T00:00:00Z");

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  utimesSync(target, LONG_AGO, LONG_AGO);
}

function writeProject(): void {
  write("package.json", '{ "name": "fresh", "version": "1.0.0", "airgo": {} }');
  write("lib/word.ts", 'export const word = "hello";\n');
  write("templates/containers/default.yaml", "container:\n  image: <% image %>\n");
  write(
    "dags/first.ts",
    'import { DAG } from "airgo";\nimport { word } from "../lib/word.ts";\n' +
      'export const dag = new DAG("first");\ndag.task("say", async () => word)();\n',
  );
}

async function isNow(by: AirgoPackage = airgo, env: Readonly<Record<string, string>> = {}) {
  return isFresh(await readBuildProject(root, env), by);
}

async function build(): Promise<void> {
  rmSync(root, { recursive: true, force: true });
  writeProject();
  const file = await freshBundle(await readBuildProject(root, {}), airgo);
  assert.equal(file, path.join(root, "dist", "airgo.js"));
}

test("a bundle is fresh after its build, whatever the times of its files say", async () => {
  await build();
  assert.ok(await isNow());
  utimesSync(path.join(root, "dags", "first.ts"), LONG_AGO, new Date());
  assert.ok(await isNow());
});

/** What may change, and how. */
const CHANGES: Readonly<Record<string, () => void>> = {
  "a DAG file": () => appendFileSync(path.join(root, "dags", "first.ts"), "// changed\n"),
  "a module that a DAG file imports": () => write("lib/word.ts", 'export const word = "bye";\n'),
  "a new DAG file": () => write("dags/team/second.ts", "export {};\n"),
  "a DAG file that is gone": () => rmSync(path.join(root, "dags", "first.ts")),
  "a template": () => write("templates/containers/default.yaml", "container: {}\n"),
  "a new template": () => write("templates/containers/large.yaml", "container: {}\n"),
  "a setting": () => write("package.json", '{ "name": "fresh", "airgo": { "namespace": "x" } }'),
  "what imports mean": () => write("tsconfig.json", '{ "compilerOptions": { "paths": {} } }'),
  "what is installed": () => write("package-lock.json", "{}"),
  "the bundle itself": () => appendFileSync(path.join(root, "dist", "airgo.js"), "\n"),
  "a bundle that is gone": () => rmSync(path.join(root, "dist", "airgo.js")),
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`a bundle is stale after a change of ${what}`, async () => {
    await build();
    change();
    assert.ok(!(await isNow()));
  });
}

test("a file that is no part of the bundle changes nothing", async () => {
  await build();
  write("README.md", "words\n");
  write("lib/unused.ts", "export {};\n");
  write("dags/_helper.ts", "export {};\n");
  assert.ok(await isNow());
});

test("another version of airgo, and another setting of the build, make a bundle stale", async () => {
  await build();
  assert.ok(!(await isNow({ ...airgo, version: "1.0.1" })));
  assert.ok(!(await isNow(airgo, { AIRGO_EXTERNAL: "sharp" })));
  assert.ok(await isNow(airgo, { AIRGO_NAMESPACE: "staging" }), "commands read it anew");
});

test("a file that was saved while the bundle was built leaves it stale", async () => {
  await build();
  const later = new Date(Date.now() + 60_000);
  appendFileSync(path.join(root, "lib", "word.ts"), "// saved\n");
  utimesSync(path.join(root, "lib", "word.ts"), later, later);
  await freshBundle(await readBuildProject(root, {}), airgo);
  assert.ok(!(await isNow()));
});

test("a project is the nearest folder with an airgo key, or with dags beside its package.json", () => {
  const outer = path.join(folder, "outer");
  mkdirSync(path.join(outer, "dags", "deep"), { recursive: true });
  mkdirSync(path.join(outer, "inner"), { recursive: true });
  assert.equal(findProjectRoot(path.join(outer, "dags", "deep")), undefined);
  writeFileSync(path.join(outer, "package.json"), "{}");
  assert.equal(findProjectRoot(path.join(outer, "dags", "deep")), outer);
  writeFileSync(path.join(outer, "inner", "package.json"), '{ "name": "no-project" }');
  assert.equal(findProjectRoot(path.join(outer, "inner")), outer);
  writeFileSync(path.join(outer, "inner", "package.json"), '{ "airgo": { "dagsDir": "jobs" } }');
  assert.equal(findProjectRoot(path.join(outer, "inner")), path.join(outer, "inner"));
});

import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { findDagFiles } from "../../src/project/find-dags.ts";
import { readProject } from "../../src/project/read-project.ts";
import { BundleProject } from "./bundle-project.ts";

test("DAG files are the sources below dags/, in the order of their characters, without helpers and tests", async (t) => {
  const names = [
    "b.ts",
    "B.ts",
    "a/z.mts",
    "a-b.tsx",
    "a/deep/er/x.js",
    "ä.ts",
    "_helper.ts",
    "a/_private/x.ts",
    ".hidden/x.ts",
    "node_modules/x/index.js",
    "b.test.ts",
    "types.d.ts",
    "data.json",
    "README.md",
  ];
  const project = new BundleProject(
    Object.fromEntries(names.map((name) => [`dags/${name}`, "export {};"])),
  );
  t.after(() => project.remove());
  assert.deepEqual(await findDagFiles(project.root, "dags"), [
    "dags/B.ts",
    "dags/a-b.tsx",
    "dags/a/deep/er/x.js",
    "dags/a/z.mts",
    "dags/b.ts",
    "dags/ä.ts",
  ]);
});

test("a folder of DAGs that is empty is one, and one that is not there, or is a file, is a mistake", async (t) => {
  const project = new BundleProject({ "dags/README.md": "none yet" });
  t.after(() => project.remove());
  assert.deepEqual(await findDagFiles(project.root, "dags"), []);
  rmSync(path.join(project.root, "dags"), { recursive: true });
  await assert.rejects(findDagFiles(project.root, "dags"), {
    code: "invalid-config",
    message: `dagsDir is "dags" by default, and there is no such folder in ${project.root}`,
    hint: "make it, or name the folder that the DAG files are in",
  });
  await assert.rejects(findDagFiles(project.root, "package.json"), { code: "invalid-config" });
});

test("where a setting names the folder of DAGs, the mistake says which, and where it is", async (t) => {
  const project = new BundleProject({ "dags/a.ts": "export {};" });
  t.after(() => project.remove());
  await assert.rejects(readProject(project.root, { env: { AIRGO_DAGS_DIR: "nope" } }), {
    code: "invalid-config",
    message: `AIRGO_DAGS_DIR is "nope", and there is no such folder in ${project.root}`,
  });
  const file = path.join(project.root, "package.json");
  writeFileSync(file, '{\n  "name": "demo",\n  "airgo": {\n    "dagsDir": "gone"\n  }\n}\n');
  await assert.rejects(readProject(project.root), {
    message: `"airgo.dagsDir" in package.json is "gone", and there is no such folder in ${project.root}`,
    location: { file: "package.json", line: 4, column: 5 },
  });
});

import assert from "node:assert/strict";
import test from "node:test";
import { findDagFiles } from "../../src/project/find-dags.ts";
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
  assert.deepEqual(await findDagFiles(project.root, "no-such-folder"), []);
});

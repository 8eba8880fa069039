// Files and folders whose names are not plain, and files that are elsewhere than they seem.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { findDagFiles } from "../../src/project/find-dags.ts";
import { type BundleProject, createProject, dagFile } from "./bundle-project.ts";

function link(project: BundleProject, from: string, to: string): void {
  const target = path.join(project.root, from);
  mkdirSync(path.dirname(target), { recursive: true });
  symlinkSync(to, target);
}

const AWKWARD = [
  "dags/my team/weekly report.ts",
  "dags/[id](x):y.ts",
  "dags/größe/übersicht.ts",
  "dags/ok%20x.ts",
  "dags/a#b?c.ts",
];

const THROWS = `
class Report {
  constructor() {
    throw new RangeError("too much");
  }
}
await null;
new Report();
`;

test("a stack names the user's file and line, whatever is in the file's name and in the bundle's folder", async (t) => {
  const files = AWKWARD.map((file, at) => [file, dagFile(`dag-${at}`, THROWS)] as const);
  const project = createProject(t, Object.fromEntries(files));
  const { broken } = await project.build();
  assert.deepEqual(broken, []);
  const moved = path.join(project.root, "q5 dir (x)", "airgo.js");
  mkdirSync(path.dirname(moved));
  copyFileSync(project.bundle, moved);
  for (const [at, file] of AWKWARD.entries()) {
    const env = { DAG_ID: `dag-${at}`, TASK_ID: "task", AIRGO_POD_OUT_DIR: project.outputs };
    const { stderr } = project.run(moved, { env });
    assert.ok(stderr.includes(`at new Report (${file}:7:`), stderr);
    assert.match(stderr, /\n {4}at .*\((?:.*\/)?[^/]+\.ts:11:\d+\)/);
    assert.doesNotMatch(stderr, /q5 dir/);
  }
});

test("what is wrong with a DAG is told at its file's own name", async (t) => {
  const files = AWKWARD.map((file) => [file, `\nthrow new Error("not today");`] as const);
  const { broken } = await createProject(t, Object.fromEntries(files)).build();
  assert.deepEqual(
    broken.map(({ problems: [first] }) => `${first?.location?.file}:${first?.location?.line}`),
    AWKWARD.map((file) => `${file}:2`).sort(),
  );
});

for (const setup of ["./lib/setup.ts", "lib//setup.ts", "lib/x/../setup.ts"]) {
  test(`the setup module "${setup}" runs first in a pod`, async (t) => {
    const files = {
      "lib/setup.ts": "globalThis.word = 'set up';",
      "dags/a.ts": dagFile("a", "return (globalThis as any).word"),
    };
    const project = createProject(t, files, { setup });
    await project.build();
    const { code, stderr } = project.runPod("a", "task");
    assert.equal(code, 0, stderr);
    assert.equal(project.read("out/return_value"), '"set up"');
  });
}

for (const setup of ["lib/setup", "lib", "lib/none.ts"]) {
  test(`the setup module "${setup}", which is no file, is a mistake of package.json`, async (t) => {
    const files = { "lib/setup.ts": "", "lib/index.ts": "", "dags/a.ts": dagFile("a") };
    const project = createProject(t, files, { setup });
    await assert.rejects(project.build(), {
      code: "invalid-config",
      message: `"airgo.setup" in package.json is "${setup}", and there is no such file in ${project.root}`,
      hint: "make it, or name the file with its ending",
    });
  });
}

test("a DAG file, and the setup module, may be a link to a file elsewhere, which imports from where it is", async (t) => {
  const project = createProject(
    t,
    {
      "elsewhere/real.ts": dagFile(
        "linked",
        "fail(word)",
        'import { fail, word } from "./part.ts";',
      ),
      "elsewhere/part.ts":
        'export const word = "part";\nexport function fail(text: string) { throw new Error(text); }',
      "elsewhere/setup.ts": 'console.log("set up");',
    },
    { setup: "setup.ts" },
  );
  link(project, "dags/zlink.ts", "../elsewhere/real.ts");
  link(project, "setup.ts", "elsewhere/setup.ts");
  const { dags, broken } = await project.build();
  assert.deepEqual(broken, []);
  assert.deepEqual(
    dags.map(({ file, dagId }) => [file, dagId]),
    [["dags/zlink.ts", "linked"]],
  );
  const { code, stdout, stderr } = project.runPod("linked", "task");
  assert.equal(code, 1);
  assert.match(stdout, /set up/);
  assert.match(stderr, /elsewhere\/part\.ts:2/);
});

test("a linked folder is followed, and a link that leads back is not", async (t) => {
  const project = createProject(t, {
    "dags/own/a.ts": dagFile("a"),
    "shared/team/b.ts": dagFile("b"),
  });
  link(project, "dags/shared", "../shared");
  link(project, "shared/back", "../dags");
  link(project, "shared/self", ".");
  link(project, "dags/gone", "../nowhere");
  assert.deepEqual(await findDagFiles(project.root, "dags"), [
    "dags/own/a.ts",
    "dags/shared/team/b.ts",
  ]);
  const { dags, broken } = await project.build();
  assert.deepEqual(broken, []);
  assert.deepEqual(
    dags.map(({ file }) => file),
    ["dags/own/a.ts", "dags/shared/team/b.ts"],
  );
});

test("a file that several names lead to is one DAG file, by its own name where that is among them", async (t) => {
  const project = createProject(t, {
    "dags/one.ts": dagFile("one"),
    "elsewhere/two.ts": dagFile("two"),
  });
  link(project, "dags/again.ts", "one.ts");
  link(project, "dags/x.ts", "../elsewhere/two.ts");
  link(project, "dags/y.ts", "../elsewhere/two.ts");
  assert.deepEqual(await findDagFiles(project.root, "dags"), ["dags/one.ts", "dags/x.ts"]);
  const { dags } = await project.build();
  assert.equal(dags.length, 2);
  assert.equal(project.runPod("one", "task").code, 0);
});

test("a link that leads nowhere is told by its name", async (t) => {
  const project = createProject(t, { "dags/one.ts": dagFile("one") });
  link(project, "dags/gone.ts", "../nowhere.ts");
  await assert.rejects(project.build(), {
    code: "build-failed",
    message: "dags/gone.ts is a link to a file that is not there",
    location: { file: "dags/gone.ts", line: 1, column: 1 },
  });
});

// What is said of a project that cannot be bundled as it is, and what is never touched.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";
import type { PackedFile } from "../../runtime/main.ts";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import { type BundleProject, createProject, dagFile } from "./bundle-project.ts";

async function buildProblem(project: BundleProject): Promise<Problem> {
  try {
    await project.build();
  } catch (error) {
    if (isAirgoError(error)) return error.problems[0] ?? assert.fail();
    throw error;
  }
  return assert.fail("the project was built");
}

test("a bundle beside a package.json that makes it an ES module is refused, and package.json stays", async (t) => {
  for (const bundle of ["airgo.js", "./airgo.js", "sub/airgo.js"]) {
    const files = { "dags/a.ts": dagFile("a"), "sub/package.json": '{ "type": "module" }' };
    const project = createProject(t, files, { bundle });
    const own = path.posix.join(path.posix.dirname(bundle), "package.json");
    const before = project.read(own);
    const { code, message, hint } = await buildProblem(project);
    assert.equal(code, "invalid-config");
    assert.equal(message, `${own} says that ${path.posix.normalize(bundle)} is an ES module`);
    assert.match(hint, /"bundle": "(?:sub\/)?airgo\.cjs"/);
    assert.equal(project.read(own), before);
  }
});

test("as .cjs, a bundle may lie beside any package.json", async (t) => {
  const project = createProject(t, { "dags/a.ts": dagFile("a") }, { bundle: "airgo.cjs" });
  const before = project.read("package.json");
  const { file } = await project.build();
  assert.equal(project.read("package.json"), before);
  const { bundle } = createRequire(file)(file) as PackedFile;
  assert.equal(bundle.loadDag("a").dagId, "a");
  const { code, stdout } = project.run(file, { args: ["list"] });
  assert.equal(code, 0);
  assert.match(stdout, /^a\b/m);
});

test("a package.json of CommonJS beside the bundle stays as it is", async (t) => {
  const text = '{ "name": "sub", "version": "3.0.0" }';
  const files = { "dags/a.ts": dagFile("a"), "sub/package.json": text };
  const project = createProject(t, files, { bundle: "sub/airgo.js" });
  const { file } = await project.build();
  assert.equal(project.read("sub/package.json"), text);
  assert.ok("bundle" in createRequire(file)(file));
});

test("a bundle never takes the place of a file that goes into it", async (t) => {
  const text = 'export const word = "hello";';
  const project = createProject(
    t,
    { "lib/word.cjs": text, "dags/a.ts": dagFile("a", "", 'import "../lib/word.cjs";') },
    { bundle: "lib/word.cjs" },
  );
  const { code, message } = await buildProblem(project);
  assert.equal(code, "invalid-config");
  assert.equal(message, "the bundle would take the place of lib/word.cjs, which goes into it");
  assert.equal(project.read("lib/word.cjs"), text);
});

test("a DAG that a second file exports again is one DAG, of the file that declares it", async (t) => {
  const project = createProject(t, {
    "dags/one.ts": dagFile("one"),
    "dags/all.ts": 'export { dag } from "./one.ts";\nexport { dag as two } from "./two.ts";',
    "dags/two.ts": dagFile("two"),
  });
  const { dags, broken } = await project.build();
  assert.deepEqual(broken, []);
  assert.deepEqual(
    dags.map(({ dagId, file }) => [dagId, file]),
    [
      ["one", "dags/one.ts"],
      ["two", "dags/two.ts"],
    ],
  );
  assert.equal(project.runPod("one", "task").code, 0);
});

test("a mistake in a DAG that a second file exports again is told once", async (t) => {
  const { broken } = await createProject(t, {
    "dags/a-all.ts": 'export { dag } from "./one.ts";',
    "dags/one.ts":
      'import { DAG } from "airgo";\nexport const dag = new DAG("one", { retries: 1 });',
  }).build();
  assert.deepEqual(
    broken.map(({ file, dagIds }) => [file, dagIds]),
    [["dags/one.ts", ["one"]]],
  );
});

test("an id that one function gives to the DAGs of two files is told with both files", async (t) => {
  const { dags, broken } = await createProject(t, {
    "dags/_make.ts":
      'import { DAG } from "airgo";\nexport const make = (id: string) => {\n  const dag = new DAG(id);\n  dag.task("t", async () => 1)();\n  return dag;\n};',
    "dags/a.ts": 'import { make } from "./_make.ts";\nexport const dag = make("etl");',
    "dags/b.ts": 'import { make } from "./_make.ts";\nexport const dag = make("etl");',
  }).build();
  assert.deepEqual(dags, []);
  const [problem] = broken[0]?.problems ?? [];
  assert.equal(
    problem?.message,
    'DAG id "etl" is given to 2 DAGs: dags/a.ts (made at dags/_make.ts:3) and dags/b.ts (made at dags/_make.ts:3)',
  );
  assert.match(problem?.hint ?? "", /export it from one file/);
});

test("a DAG file whose process is killed is not taken for one that hangs", async (t) => {
  const { dags, broken } = await createProject(t, {
    "dags/a.ts": dagFile("a"),
    "dags/killed.ts": 'process.kill(process.pid, "SIGKILL"); while (true);',
    "dags/z.ts": dagFile("z"),
  }).build();
  assert.deepEqual(
    dags.map(({ dagId }) => dagId),
    ["a", "z"],
  );
  const [problem] = broken[0]?.problems ?? [];
  assert.equal(problem?.message, "dags/killed.ts: the process that loaded it was killed (SIGKILL)");
  assert.match(problem?.hint ?? "", /memory/);
});

const WAITS = {
  "node_modules/waits/package.json":
    '{ "name": "waits", "type": "module", "exports": "./main.js" }',
  "node_modules/waits/main.js": "export const word = await Promise.resolve('waits');",
};

test("for a package that awaits at its top level, the hint is what works", async (t) => {
  const files = {
    ...WAITS,
    "dags/a.ts": dagFile("a", "return word", 'import { word } from "waits";'),
  };
  const { code, location, hint } = await buildProblem(createProject(t, files));
  assert.equal(code, "top-level-await");
  assert.equal(location?.file, "node_modules/waits/main.js");
  assert.equal(
    hint,
    'it cannot be in the bundle: name it, or the package that needs it, in "airgo": { "external": ["waits"] }, and import that inside the task: await import("waits")',
  );
  const late = { ...WAITS, "dags/a.ts": dagFile("a", 'return (await import("waits")).word') };
  assert.equal((await buildProblem(createProject(t, late))).code, "top-level-await");
  const project = createProject(t, late, { external: ["waits"] });
  await project.build();
  const { code: exit, stderr } = project.runPod("a", "task");
  assert.equal(exit, 0, stderr);
  assert.equal(project.read("out/return_value"), '"waits"');
});

test("where such a package is external, and imported at the top, it is told what to do", async (t) => {
  const project = createProject(
    t,
    { ...WAITS, "dags/a.ts": dagFile("a", "return word", 'import { word } from "waits";') },
    { external: ["waits"] },
  );
  const { broken } = await project.build();
  const [problem] = broken[0]?.problems ?? [];
  assert.equal(problem?.code, "top-level-await");
  assert.equal(
    problem?.message,
    'package "waits", or one that it needs, uses await at its top level: a DAG file cannot import it at its own',
  );
  assert.equal(problem?.hint, 'import it inside the task: await import("waits")');
  assert.equal(problem?.location?.file, "dags/a.ts");
});

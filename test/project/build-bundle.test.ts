// What the builder takes, and how it says what it does not take.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";
import type { PackedFile } from "../../runtime/main.ts";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import { type BundleProject, createProject, dagFile } from "./bundle-project.ts";

async function buildProblems(project: BundleProject): Promise<readonly Problem[]> {
  try {
    await project.build();
  } catch (error) {
    if (isAirgoError(error)) return error.problems;
    throw error;
  }
  return assert.fail("the project was built");
}

test("await at the top level is refused at its line, also in what a DAG file imports", async (t) => {
  const project = createProject(t, {
    "dags/a.ts": dagFile("a", "return rows", 'import { rows } from "./_rows.ts";'),
    "dags/_rows.ts": "const load = async () => [1];\nexport const rows = await load();\n",
  });
  const [problem] = await buildProblems(project);
  assert.equal(problem?.code, "top-level-await");
  assert.deepEqual(problem?.location, { file: "dags/_rows.ts", line: 2, column: 21 });
  assert.match(problem?.hint ?? "", /execute\(\)/);
});

test("everything that cannot be bundled is told at once, and the last good bundle stays", async (t) => {
  const project = createProject(t, { "dags/a.ts": dagFile("a") });
  await project.build();
  const good = project.read("dist/airgo.js");
  project.write(
    "dags/b.ts",
    'import x from "no-such-package";\nimport y from "./no-such-file.ts";\nx(y);',
  );
  project.write("dags/c.ts", "const = 1;");
  const problems = await buildProblems(project);
  assert.deepEqual(
    problems.map(({ code, location }) => [code, location?.file, location?.line]).sort(),
    [
      ["build-failed", "dags/b.ts", 1],
      ["build-failed", "dags/b.ts", 2],
      ["build-failed", "dags/c.ts", 1],
    ],
  );
  assert.match(
    problems.find(({ message }) => message.includes("no-such-package"))?.hint ?? "",
    /npm install no-such-package/,
  );
  assert.equal(project.read("dist/airgo.js"), good);
});

test("a DAG file that throws, ends the process or holds mistakes fails only itself", async (t) => {
  const project = createProject(t, {
    "dags/a-good.ts": dagFile("good"),
    "dags/b-throws.ts": 'import "./_thrower.ts";',
    "dags/_thrower.ts": '\nthrow new TypeError("no database");',
    "dags/c-exits.ts": 'console.log("bye"); process.exit(0);',
    "dags/d-invalid.ts": `${dagFile("valid")}export const other = new DAG("Not Valid");`,
    "dags/e-good.ts": dagFile("also-good"),
  });
  const { dags, broken } = await project.build();
  assert.deepEqual(
    dags.map(({ dagId }) => dagId),
    ["also-good", "good", "valid"],
  );
  const told = broken.map(({ file, problems: [first] }) => [file, first?.code, first?.location]);
  assert.deepEqual(told.slice(0, 2), [
    ["dags/b-throws.ts", "broken-dag-file", { file: "dags/_thrower.ts", line: 2, column: 7 }],
    ["dags/c-exits.ts", "broken-dag-file", { file: "dags/c-exits.ts", line: 1, column: 1 }],
  ]);
  assert.match(broken[0]?.problems[0]?.message ?? "", /no database/);
  assert.deepEqual(broken[2]?.dagIds, ["Not Valid"]);
  assert.equal(project.runPod("good", "task").code, 0);
  const { stderr } = project.runPod("Not Valid", "task");
  assert.match(stderr, /error\[invalid-name\]: .*"Not Valid"/);
});

test("an id that two DAGs have is told with both places, and neither of them runs", async (t) => {
  const project = createProject(t, {
    "dags/a.ts": `${dagFile("etl")}\nexport const more = [new DAG("other")];`,
    "dags/b.ts": dagFile("etl", "return 2", "// a longer file\n"),
    "dags/c.ts": dagFile("third"),
  });
  const { dags, broken } = await project.build();
  assert.deepEqual(
    dags.map(({ dagId }) => dagId),
    ["third"],
  );
  const doubles = broken
    .flatMap(({ problems }) => problems)
    .filter(({ code }) => code === "duplicate-dag");
  assert.equal(doubles.length, 2);
  assert.match(
    doubles[0]?.message ?? "",
    /"etl" is given to 2 DAGs: dags\/a\.ts:3 and dags\/b\.ts:4/,
  );
});

test("DAGs count under any export, in lists and dictionaries, and each once", async (t) => {
  const project = createProject(t, {
    "dags/many.ts": `import { DAG } from "airgo";
const make = (id: string) => { const dag = new DAG(id); dag.task("t", async () => 1)(); return dag; };
export default make("default");
export const named = make("named");
export { named as again };
export const list = [make("in-list")];
export const byName = { x: make("in-dictionary"), same: named };
make("not-exported");`,
  });
  const { dags, broken } = await project.build();
  assert.deepEqual(broken, []);
  assert.deepEqual(
    dags.map(({ dagId }) => dagId),
    ["default", "in-dictionary", "in-list", "named"],
  );
});

test("data, texts and modules that are imported late are in the bundle", async (t) => {
  const body = `const { late } = await import("./_late.ts");
  return [data.größe, query.trim(), late, import.meta.url.endsWith("/airgo.js")];`;
  const imports = 'import data from "./data.json";\nimport query from "./query.sql";';
  const project = createProject(t, {
    "dags/a.ts": dagFile("a", body, imports),
    "dags/data.json": '{ "größe": "Ä" }',
    "dags/query.sql": "select '€';\n",
    "dags/_late.ts": 'export const late = "𝄞 late";',
  });
  await project.build();
  const { code, stderr } = project.runPod("a", "task");
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(project.read("out/return_value")), [
    "Ä",
    "select '€';",
    "𝄞 late",
    true,
  ]);
});

test("getContext() finds the running task from whatever a DAG file imports", async (t) => {
  const project = createProject(t, {
    "dags/a.ts": dagFile("a", "return (await import('./_who.ts')).who()"),
    "dags/b.ts": dagFile("b", "return who()", 'import { who } from "./_who.ts";'),
    "dags/_who.ts":
      'import { getContext } from "airgo";\nexport const who = () => getContext().dagId;',
  });
  await project.build();
  for (const dagId of ["a", "b"]) {
    const { code, stderr } = project.runPod(dagId, "task");
    assert.equal(code, 0, stderr);
    assert.equal(project.read("out/return_value"), `"${dagId}"`);
  }
});

const PACKAGES = {
  "node_modules/common/package.json": '{ "name": "common", "main": "main.js" }',
  "node_modules/common/main.js":
    "module.exports = function call() { return 'called'; }; exports = module.exports; exports.word = 'common';",
  "node_modules/modern/package.json":
    '{ "name": "modern", "type": "module", "exports": "./main.js" }',
  "node_modules/modern/main.js": "export const word = 'modern'; export default class Modern {}",
  "node_modules/waits/package.json":
    '{ "name": "waits", "type": "module", "exports": "./main.js" }',
  "node_modules/waits/main.js": "export const word = await Promise.resolve('waits');",
};

test("packages named external are found beside the bundle, ES modules too", async (t) => {
  const imports = `import call, { word } from "common";
import Modern, { word as modern } from "modern";
import * as all from "modern";`;
  const body = `const waits = await import("waits");
  const computed = await import(["mod", "ern"].join(""));
  return [call(), word, modern, new Modern() instanceof all.default, Object.keys(all), waits.word, computed.word];`;
  const project = createProject(
    t,
    { ...PACKAGES, "dags/a.ts": dagFile("a", body, imports) },
    { external: ["common", "modern", "waits"] },
  );
  await project.build();
  assert.doesNotMatch(project.read("dist/airgo.js"), /'called'/);
  const { code, stderr } = project.runPod("a", "task");
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "", "Node warns of nothing");
  assert.deepEqual(JSON.parse(project.read("out/return_value")), [
    "called",
    "common",
    "modern",
    true,
    ["default", "word"],
    "waits",
    "modern",
  ]);
});

test("an external package that is missing fails the tasks that use it, and no others", async (t) => {
  const project = createProject(
    t,
    {
      "dags/a.ts": `import { DAG } from "airgo";
import { Client } from "absent";
export const dag = new DAG("a");
dag.task("uses", async () => { new Client(); })();
dag.task("imports", async () => { await import("absent/part"); })();
dag.task("neither", async () => {})();`,
    },
    { external: ["absent"] },
  );
  const { broken } = await project.build();
  assert.deepEqual(broken, []);
  assert.equal(project.runPod("a", "neither").code, 0);
  for (const [task, name] of [
    ["uses", "absent"],
    ["imports", "absent/part"],
  ] as const) {
    const { code, stderr } = project.runPod("a", task);
    assert.notEqual(code, 0);
    assert.match(
      stderr,
      new RegExp(`error\\[missing-package\\]: package "${name}" .*not installed`),
    );
  }
});

test("the setup module runs first in a pod, and only there", async (t) => {
  const project = createProject(
    t,
    {
      "src/setup.ts": `import { state } from "../lib/state.ts";
state.push("evaluated");
export default async () => { await null; state.push("called"); };`,
      "lib/state.ts": "export const state: string[] = [];",
      "dags/a.ts": dagFile("a", "return [...state]", 'import { state } from "../lib/state.ts";'),
    },
    { setup: "src/setup.ts" },
  );
  await project.build();
  assert.equal(project.runPod("a", "task").code, 0);
  assert.deepEqual(JSON.parse(project.read("out/return_value")), ["evaluated", "called"]);
});

test("templates, settings and versions are in the bundle, which reads nothing of the project", async (t) => {
  const project = createProject(
    t,
    {
      "dags/a.ts": dagFile("a"),
      "templates/containers/default.yaml": "image: <% image %> # ü\n",
      "templates/configuration/workflow.yaml": "spec: {}\n",
    },
    { namespace: "team" },
  );
  const { hash, file } = await project.build();
  const { bundle } = createRequire(file)(file) as PackedFile;
  const { manifest } = bundle;
  assert.deepEqual(manifest.templates, {
    "configuration/workflow.yaml": "spec: {}\n",
    "containers/default.yaml": "image: <% image %> # ü\n",
  });
  assert.equal(manifest.config.namespace, "team");
  assert.equal(manifest.origins.namespace.name, "airgo.namespace");
  assert.equal(manifest.hash, hash);
  assert.equal(manifest.projectName, "demo");
});

test("the same project gives the same bytes, and a change gives another hash", async (t) => {
  const files = { "dags/a.ts": dagFile("a"), "dags/b.ts": dagFile("b") };
  const [first, second] = [createProject(t, files), createProject(t, files)];
  const [{ hash }, other] = [await first.build(), await second.build()];
  assert.equal(other.hash, hash);
  assert.equal(first.read("dist/airgo.js"), second.read("dist/airgo.js"));
  second.write("dags/b.ts", dagFile("b", "return 2"));
  assert.notEqual((await second.build()).hash, hash);
});

test("after a change, only the files that depend on it are evaluated again", async (t) => {
  const note = (name: string) => `import { appendFileSync } from "node:fs";
import { word } from "./_${name === "c" ? "other" : "shared"}.ts";
appendFileSync(process.env["EVALUATED"] ?? "/dev/null", "${name}" + word.length * 0 + "\\n");`;
  const project = createProject(t, {
    "dags/a.ts": dagFile("a", "return word", note("a")),
    "dags/b.ts": dagFile("b", "return word", note("b")),
    "dags/c.ts": dagFile("c", "return word", note("c")),
    "dags/_shared.ts": 'export const word = "shared";',
    "dags/_other.ts": 'export const word = "other";',
  });
  const evaluated = path.join(project.root, "evaluated");
  process.env.EVALUATED = evaluated;
  t.after(() => delete process.env.EVALUATED);
  const build = async () => {
    project.write("evaluated", "");
    await project.build();
    return project.read("evaluated").split("\n").filter(Boolean);
  };
  assert.deepEqual(await build(), ["a0", "b0", "c0"]);
  assert.deepEqual(await build(), []);
  project.write("dags/a.ts", dagFile("a", "return word + 1", note("a")));
  assert.deepEqual(await build(), ["a0"]);
  project.write("dags/_shared.ts", 'export const word = "changed";');
  assert.deepEqual(await build(), ["a0", "b0"]);
  assert.equal(project.runPod("b", "task").code, 0);
  assert.equal(project.read("out/return_value"), '"changed"');
});

test("a DAG that is added later does not change what pods of the others do", async (t) => {
  const project = createProject(t, { "dags/a.ts": dagFile("a", "return () => 1") });
  await project.build();
  project.write("dags/b.ts", dagFile("b"));
  await project.build();
  // It fails, and the words for that are in a part that is loaded then.
  const { code, stderr } = project.runPod("a", "task");
  assert.equal(code, 1);
  assert.match(stderr, /error\[unserializable-value\].* is a function/);
  const listed = project.run(project.bundle, { args: ["list"] });
  assert.equal(listed.code, 0, listed.stderr);
});

test("many DAGs and much data are compressed, and each DAG still runs by itself", async (t) => {
  const ids = Array.from({ length: 200 }, (_, at) => `dag-${at}`);
  const data = JSON.stringify(
    Array.from({ length: 60_000 }, (_, at) => `a row like all the others: ${at}`),
  );
  const files = ids.map((id) => [`dags/${id}.ts`, dagFile(id, `return "${id}"`)]);
  const project = createProject(t, {
    ...Object.fromEntries(files),
    "dags/_rows.json": data,
    "dags/large.ts": dagFile("large", "return rows.length", 'import rows from "./_rows.json";'),
  });
  const { dags } = await project.build();
  assert.equal(dags.length, 201);
  assert.ok(project.read("dist/airgo.js").length < data.length);
  for (const id of ["dag-0", "dag-137", "dag-199"]) {
    assert.equal(project.runPod(id, "task").code, 0);
    assert.equal(project.read("out/return_value"), `"${id}"`);
  }
  assert.equal(project.runPod("large", "task").code, 0);
  assert.equal(project.read("out/return_value"), "60000");
});

test("nothing is left beside the bundle", async (t) => {
  const project = createProject(t, { "dags/a.ts": dagFile("a"), "dags/b.ts": "process.exit(1)" });
  await project.build();
  assert.deepEqual(readdirSync(path.join(project.root, "dist")).sort(), [
    "airgo.js",
    "package.json",
  ]);
});

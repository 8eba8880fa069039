// What `render` writes over, takes away and refuses, from the real bundle.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { CliProject } from "./project.ts";

/** A DAG file of one task. */
function dagFile(dagId: string, options: object = {}): string {
  return `import { DAG } from "airgo";
export const dag = new DAG("${dagId}", ${JSON.stringify(options)});
dag.task("a", async () => 1)();
`;
}

async function projectOf(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<CliProject> {
  const project = new CliProject([], files);
  t.after(() => project.remove());
  await project.build();
  return project;
}

/** The rendered files, by their paths below the folder. */
function rendered({ root }: CliProject, folder = "rendered_yamls"): Record<string, string> {
  const found = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  return Object.fromEntries(
    paths.map((file) => [
      path.relative(path.join(root, folder), file).replaceAll(path.sep, "/"),
      readFileSync(file, "utf8"),
    ]),
  );
}

const SCHEDULED = { schedule: "@daily", startDate: "2024-01-01" };

test("a DAG that got a schedule is in one file afterwards, also where it alone is rendered", async (t) => {
  const project = await projectOf(t, { "dags/w.ts": dagFile("w"), "dags/x.ts": dagFile("x") });
  assert.equal((await project.call(["render"])).code, 0);
  project.write("dags/w.ts", dagFile("w", SCHEDULED));
  rmSync(path.join(project.root, "dags", "x.ts"));
  await project.build();
  const check = await project.call(["render", "--check", "--dag", "w"]);
  assert.equal(check.code, 1);
  assert.match(check.stderr, /3 files in rendered_yamls\/ would change/);
  const { code, stderr } = await project.call(["render", "--dag", "w"]);
  assert.equal(code, 0);
  assert.match(stderr, /^1 DAG rendered to rendered_yamls\/: 2 files, 1 stale file removed\n/);
  assert.deepEqual(
    Object.keys(rendered(project)),
    ["backfill_workflows/w.yaml", "scheduled_workflows.yaml", "x.yaml"],
    "the file of another DAG stays, though that is gone",
  );
  assert.equal((await project.call(["render", "--check", "--dag", "w"])).code, 0);
});

test("a DAG that lost its schedule leaves the file of all schedules", async (t) => {
  const project = await projectOf(t, {
    "dags/w.ts": dagFile("w", SCHEDULED),
    "dags/z.ts": dagFile("z", SCHEDULED),
  });
  await project.call(["render"]);
  project.write("dags/w.ts", dagFile("w"));
  await project.build();
  assert.equal((await project.call(["render", "--check", "w"])).code, 1);
  assert.equal((await project.call(["render", "w"])).code, 0);
  const files = rendered(project);
  assert.deepEqual(Object.keys(files), [
    "backfill_workflows/z.yaml",
    "scheduled_workflows.yaml",
    "w.yaml",
  ]);
  assert.doesNotMatch(files["scheduled_workflows.yaml"] ?? "", /airgo\/dag: "w"/);
});

test("a project without DAGs deletes no set: the mistake says what to do", async (t) => {
  const project = await projectOf(t, { "dags/w.ts": dagFile("w"), "dags/README.md": "" });
  await project.call(["render"]);
  const before = rendered(project);
  rmSync(path.join(project.root, "dags", "w.ts"));
  await project.build();
  for (const args of [["render"], ["render", "--check"], ["render", "--rbac"]]) {
    const { code, stderr } = await project.call(args);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error\[cannot-write\]: there are no DAGs in dags\/, and rendered_yamls\/ has 1 file of DAGs.*\n {2}hint: .*w\.yaml\n$/,
    );
    assert.deepEqual(rendered(project), before);
  }
  rmSync(path.join(project.root, "rendered_yamls", "w.yaml"));
  const { code, stderr } = await project.call(["render"]);
  assert.deepEqual([code, stderr], [0, "0 DAGs rendered to rendered_yamls/: 0 files\n"]);
});

test("a set below the folder of another is left alone", async (t) => {
  const project = await projectOf(t, { "dags/w.ts": dagFile("w", SCHEDULED) });
  await project.call(["render", "--out", "rendered_yamls/staging"]);
  const before = rendered(project, "rendered_yamls/staging");
  const { stderr } = await project.call(["render"]);
  assert.match(stderr, /: 2 files\n/);
  await project.call(["render", "--out", "."]);
  assert.deepEqual(rendered(project, "rendered_yamls/staging"), before);
});

test("--rbac and a DAG of that name have one file: neither is written over the other", async (t) => {
  const project = await projectOf(t, { "dags/a.ts": dagFile("a") });
  assert.equal((await project.call(["render", "--rbac"])).code, 0);
  const before = rendered(project);
  project.write("dags/rbac.ts", dagFile("rbac"));
  await project.build();
  for (const args of [["--rbac"], ["--rbac", "--check"], ["--rbac", "--dag", "a"]]) {
    const { code, stderr } = await project.call(["render", ...args]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error\[usage\]: --rbac writes rbac\.yaml, which is the file of DAG "rbac"\n {2}hint: .*--stdout/,
    );
  }
  for (const args of [[], ["--check"], ["--dag", "rbac"]]) {
    const { code, stderr } = await project.call(["render", ...args]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error\[cannot-write\]: rendered_yamls\/rbac\.yaml is not what airgo rendered/,
    );
  }
  assert.deepEqual(rendered(project), before);
  const piped = await project.call(["render", "--rbac", "--stdout"]);
  assert.match(piped.stdout, /kind: "RoleBinding"[\s\S]*name: "demo-project-rbac"/);
  rmSync(path.join(project.root, "rendered_yamls", "rbac.yaml"));
  assert.equal((await project.call(["render"])).code, 0);
  assert.equal((await project.call(["render", "--check"])).code, 0);
});

test("what is in the way of a file or of the folder is a mistake, and no bug", async (t) => {
  const project = await projectOf(t, { "dags/a.ts": dagFile("a"), "dags/zz.ts": dagFile("zz") });
  mkdirSync(path.join(project.root, "rendered_yamls", "zz.yaml"), { recursive: true });
  project.write("a-file", "");
  const aFile = ["--out", "a-file"];
  for (const args of [[], ["--check"], ["zz"], ["zz", "--check"], aFile, [...aFile, "--check"]]) {
    const { code, stderr } = await project.call(["render", ...args]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error\[cannot-write\]: \S+ is a (?:folder|file), .*\n {2}hint: move it away/,
    );
  }
  assert.ok(!existsSync(path.join(project.root, "rendered_yamls", "a.yaml")));
});

test("every DAG's accounts are bound, also where one DAG is printed", async (t) => {
  const container = "container: { image: <% image %>, command: [node, /app/airgo.js] }\n";
  const project = await projectOf(t, {
    "templates/containers/special.yaml": `${container}serviceAccountName: special\n`,
    "dags/a.ts": dagFile("a"),
    "dags/b.ts": dagFile("b").replace("=> 1", '=> 1, { template: "special" }'),
  });
  const { stdout } = await project.call(["render", "a", "--rbac", "--stdout"]);
  assert.match(stdout, /name: "default"[\s\S]*name: "special"/);
  assert.doesNotMatch(stdout, /demo-project-b/);
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
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
import { isAirgoError } from "../../src/core/errors.ts";
import { checkRendered, filesWith, writeRendered } from "../../src/render/output-folder.ts";
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

const whole = { projectName: "demo" };
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
    ...whole,
    among: new Set<string>(),
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

/** What a person is told instead of a stack. */
function refused(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    assert.ok(isAirgoError(error), String(error));
    for (const { code, hint } of error.problems) {
      assert.equal(code, "cannot-write");
      assert.match(hint, /--out/);
    }
    return error.problems.map(({ message }) => message);
  }
  return assert.fail("it throws");
}

test("a folder where a file is to be written, or named like one, is a mistake, and nothing is written", () => {
  const folder = newFolder();
  writeRendered(folder, FILES, whole);
  const before = contentOf(folder);
  mkdirSync(path.join(folder, "zz.yaml"));
  mkdirSync(path.join(folder, "backfill_workflows", "old.yaml"));
  const files = new Map([
    ["a.yaml", "new"],
    ["zz.yaml", "new"],
  ]);
  const told = [
    `${path.join(folder, "zz.yaml")} is a folder, and manifests are files`,
    `${path.join(folder, "backfill_workflows", "old.yaml")} is a folder, and manifests are files`,
  ];
  assert.deepEqual(
    refused(() => writeRendered(folder, files, whole)),
    told,
  );
  assert.deepEqual(
    refused(() => checkRendered(folder, files, whole)),
    told,
  );
  const some = { ...whole, among: new Set<string>() };
  assert.deepEqual(
    refused(() => writeRendered(folder, files, some)),
    told.slice(0, 1),
  );
  rmSync(path.join(folder, "zz.yaml"), { recursive: true });
  rmSync(path.join(folder, "backfill_workflows", "old.yaml"), { recursive: true });
  assert.deepEqual(contentOf(folder), before);
});

test("a file where a folder should be is a mistake", () => {
  const folder = newFolder();
  writeFileSync(folder, "");
  for (const place of [folder, path.join(folder, "below")]) {
    const told = [`${folder} is a file, and manifests are written into it`];
    assert.deepEqual(
      refused(() => writeRendered(place, FILES, whole)),
      told,
    );
    assert.deepEqual(
      refused(() => checkRendered(place, FILES, whole)),
      told,
    );
  }
  rmSync(folder);
  mkdirSync(folder);
  writeFileSync(path.join(folder, "backfill_workflows"), "");
  assert.deepEqual(
    refused(() => writeRendered(folder, FILES, whole)),
    [`${path.join(folder, "backfill_workflows")} is a file, and manifests are written into it`],
  );
  assert.deepEqual(contentOf(folder), {});
});

test("only the places where airgo writes are looked at: a set below the folder is another one", () => {
  const folder = newFolder();
  const below = path.join(folder, "staging");
  writeRendered(below, FILES, whole);
  writeRendered(path.join(folder, ".rendering-other"), FILES, whole);
  writeRendered(path.join(folder, "backfill_workflows", "deep"), FILES, whole);
  assert.deepEqual(writeRendered(folder, new Map(), whole), []);
  assert.deepEqual(checkRendered(folder, new Map(), whole), []);
  assert.deepEqual(contentOf(below), Object.fromEntries(FILES));
});

function manifestOf(projectName: string, dagId: string): string {
  const labels = `  labels:\n    airgo/project: "${projectName}"\n    airgo/dag: "${dagId}"\n`;
  return `${FILE_HEADER}kind: "WorkflowTemplate"\nmetadata:\n${labels}`;
}

test("files of another project in the same folder are left alone", () => {
  const folder = newFolder();
  const theirs = new Map([["theirs.yaml", manifestOf("other", "theirs")]]);
  writeRendered(folder, theirs, { projectName: "other" });
  writeRendered(folder, new Map([["ours.yaml", manifestOf("demo", "ours")]]), whole);
  assert.deepEqual(writeRendered(folder, new Map(), whole), ["ours.yaml"]);
  assert.deepEqual(contentOf(folder), Object.fromEntries(theirs));
});

test("what airgo has not made of the project is not written over", () => {
  const folder = newFolder();
  const files = new Map([
    ["etl.yaml", manifestOf("demo", "etl")],
    ["scheduled_workflows.yaml", manifestOf("demo", "daily")],
    ["rbac.yaml", 'kind: "Role"\nmetadata:\n  name: "demo-executor"\n'],
  ]);
  const foreign = {
    "etl.yaml": "kind: Secret # by hand\n",
    "scheduled_workflows.yaml": manifestOf("other", "daily"),
    "rbac.yaml": "kind: Role # an administrator's\n",
  };
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(foreign)) writeFileSync(path.join(folder, file), text);
  for (const render of [writeRendered, checkRendered]) {
    assert.throws(
      () => render(folder, files, whole),
      (error) => {
        assert.ok(isAirgoError(error));
        assert.deepEqual(
          error.problems.map(({ code, message }) => [code, message.replace(folder, "")]),
          [
            ["cannot-write", "/etl.yaml is not what airgo rendered, and would be written over"],
            [
              "cannot-write",
              '/scheduled_workflows.yaml is of the project "other", and would be written over',
            ],
            ["cannot-write", "/rbac.yaml is not what airgo rendered, and would be written over"],
          ],
        );
        return true;
      },
    );
  }
  assert.deepEqual(contentOf(folder), foreign);
});

test("its own set is written over, roles too, whatever has changed of it", () => {
  const folder = newFolder();
  const role = (account: string) => `kind: "Role"\nname: "demo-executor"\n# ${account}\n`;
  writeRendered(folder, new Map([["rbac.yaml", role("default")]]), whole);
  const files = new Map([["rbac.yaml", role("runner")]]);
  writeRendered(folder, files, whole);
  assert.deepEqual(contentOf(folder), Object.fromEntries(files));
});

test("a folder that the system does not let be made is a mistake", {
  skip: !existsSync("/proc/self"),
}, () => {
  assert.throws(() => writeRendered("/proc/airgo/below", FILES, whole), /cannot be written/);
});

test("a DAG's own stale files are those in which it stands, of its project", () => {
  const folder = newFolder();
  const files = new Map([
    ["w.yaml", manifestOf("demo", "w")],
    ["x.yaml", manifestOf("demo", "x")],
    ["backfill_workflows/w.yaml", manifestOf("demo", "w")],
    ["scheduled_workflows.yaml", manifestOf("demo", "x")],
    ["y.yaml", manifestOf("other", "y")],
  ]);
  const some = { ...whole, among: new Set<string>() };
  writeRendered(folder, files, some);
  const found = (...dagIds: string[]) => [...filesWith(folder, dagIds, whole)].sort();
  assert.deepEqual(found("w"), ["backfill_workflows/w.yaml", "w.yaml"]);
  assert.deepEqual(found("x"), ["scheduled_workflows.yaml", "x.yaml"]);
  assert.deepEqual(found("y"), []);
  const removed = writeRendered(folder, new Map(), { ...whole, among: new Set(found("w")) });
  assert.deepEqual(removed, ["backfill_workflows/w.yaml", "w.yaml"]);
});

test("two renders into one folder do not trip over one another", async () => {
  const folder = newFolder();
  const script = path.join(import.meta.dirname, "render-often.ts");
  const ends = Array.from({ length: 2 }, async () => {
    const child = spawn(process.execPath, ["--import", "tsx", script, folder]);
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
    });
    const [code] = await once(child, "close");
    assert.equal(code, 0, told);
  });
  await Promise.all(ends);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith(".rendering-")),
    [],
  );
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

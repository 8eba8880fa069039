import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { dag as helloWorld } from "../../dags/hello-world.ts";
import { isAirgoError } from "../../src/core/errors.ts";
import { type InitRequest, initProject } from "../../src/init/init-project.ts";
import { validateDag } from "../../src/validate/validate-dag.ts";
import { newFolder, textsOf } from "./new-folder.ts";

const packageRoot = path.join(import.meta.dirname, "..", "..");

const FILES = [
  ".dockerignore",
  ".github/workflows/ci.yml",
  ".gitignore",
  "Dockerfile",
  "README.md",
  "biome.json",
  "dags/hello-world.ts",
  "package.json",
  "templates/configuration/cron-workflow.yaml",
  "templates/configuration/workflow.yaml",
  "templates/containers/default.yaml",
  "test/dags.test.ts",
  "tsconfig.json",
];

function init(cwd: string, request: Partial<InitRequest> = {}) {
  const given = { cwd, projectName: "my-project", airgo: "^0.1.0", force: false, packageRoot };
  return initProject({ ...given, ...request });
}

test("init writes a whole project, and nothing else", async (t) => {
  const folder = newFolder(t);
  const { written, replaced, kept } = await init(folder);
  assert.deepEqual([...written].sort(), FILES);
  assert.deepEqual([...replaced, ...kept], []);
  assert.deepEqual(Object.keys(textsOf(folder)).sort(), FILES);
});

test("init makes the folder that --dir names", async (t) => {
  const folder = newFolder(t);
  const result = await init(folder, { dir: "some/where" });
  assert.equal(result.folder, path.join(folder, "some", "where"));
  assert.deepEqual(Object.keys(textsOf(result.folder)).sort(), FILES);
});

test("the new project's first DAG is the README's own", async (t) => {
  const folder = newFolder(t);
  await init(folder);
  const own = readFileSync(path.join(packageRoot, "dags", "hello-world.ts"), "utf8");
  assert.equal(textsOf(folder)["dags/hello-world.ts"], own);
});

test("package.json names the project and the image, and no text keeps a placeholder", async (t) => {
  const folder = newFolder(t);
  await init(folder, { image: "registry.example.com:5000/team/my-project" });
  const texts = textsOf(folder);
  const { name, airgo } = JSON.parse(texts["package.json"] ?? "");
  assert.equal(name, "my-project");
  assert.deepEqual(airgo, {
    projectName: "my-project",
    image: "registry.example.com:5000/team/my-project",
  });
  for (const [file, text] of Object.entries(texts)) assert.doesNotMatch(text, /%\w+%/, file);
});

test("a second init keeps every file, and lists it", async (t) => {
  const folder = newFolder(t);
  await init(folder);
  const before = textsOf(folder);
  const { written, replaced, kept } = await init(folder, { projectName: "another" });
  assert.deepEqual([...written, ...replaced], []);
  assert.deepEqual([...kept].sort(), FILES);
  assert.deepEqual(textsOf(folder), before);
});

test("init never overwrites: it completes a folder with work in it", async (t) => {
  const folder = newFolder(t);
  mkdirSync(path.join(folder, "dags"));
  writeFileSync(path.join(folder, "dags", "hello-world.ts"), "mine\n");
  writeFileSync(path.join(folder, "package.json"), "{}\n");
  writeFileSync(path.join(folder, "notes.txt"), "mine too\n");
  const { kept, written } = await init(folder);
  assert.deepEqual([...kept].sort(), ["dags/hello-world.ts", "package.json"]);
  assert.equal(written.length, FILES.length - 2);
  const texts = textsOf(folder);
  assert.equal(texts["dags/hello-world.ts"], "mine\n");
  assert.equal(texts["package.json"], "{}\n");
  assert.equal(texts["notes.txt"], "mine too\n");
});

test("--force replaces what differs, and says so", async (t) => {
  const folder = newFolder(t);
  await init(folder);
  const before = textsOf(folder);
  writeFileSync(path.join(folder, "README.md"), "mine\n");
  const { written, replaced, kept } = await init(folder, { force: true });
  assert.deepEqual(written, []);
  assert.deepEqual(replaced, ["README.md"]);
  assert.deepEqual(
    [...kept].sort(),
    FILES.filter((file) => file !== "README.md"),
  );
  assert.deepEqual(textsOf(folder), before);
});

test("a symbolic link is somebody's file: it is kept, and --force replaces the link, not what it leads to", async (t) => {
  const folder = newFolder(t);
  const elsewhere = path.join(newFolder(t), "theirs.md");
  writeFileSync(elsewhere, "theirs\n");
  symlinkSync(elsewhere, path.join(folder, "README.md"));
  symlinkSync("nowhere", path.join(folder, "Dockerfile"));
  const { kept } = await init(folder);
  assert.deepEqual([...kept].sort(), ["Dockerfile", "README.md"]);
  assert.equal(readlinkSync(path.join(folder, "Dockerfile")), "nowhere");
  const { replaced } = await init(folder, { force: true });
  assert.deepEqual([...replaced].sort(), ["Dockerfile", "README.md"]);
  assert.equal(readFileSync(elsewhere, "utf8"), "theirs\n");
});

const NAMES: Readonly<Record<string, string>> = {
  "": "nothing",
  "My-Project": "capitals",
  my_project: "an underscore",
  "-project": "a hyphen first",
  "project-": "a hyphen last",
  "1-project": "a digit first",
  "../project": "a path",
  airgo: "the library's own name",
  ["x".repeat(38)]: "one character too many",
};

for (const [projectName, what] of Object.entries(NAMES)) {
  test(`a project's name with ${what} is refused with the rule, and nothing is written`, async (t) => {
    const folder = newFolder(t);
    await assert.rejects(init(folder, { projectName }), (error) => {
      assert.ok(isAirgoError(error));
      assert.equal(error.code, "usage");
      assert.match(error.hint, projectName === "airgo" ? /another/ : /lower-case.*at most 37/);
      return true;
    });
    assert.deepEqual(readdirSync(folder), []);
  });
}

test("the longest project name is the longest that Argo leaves room for beside the first DAG", async (t) => {
  const spec = helloWorld.spec();
  const longest = "x".repeat(37);
  await init(newFolder(t), { projectName: longest });
  assert.deepEqual(validateDag(spec, { projectName: longest }), []);
  const [finding] = validateDag(spec, { projectName: `${longest}x` });
  assert.equal(finding?.code, "name-too-long");
});

test("an image with a blank is refused, and nothing is written", async (t) => {
  const folder = newFolder(t);
  await assert.rejects(init(folder, { image: "my image" }), /--image cannot be "my image"/);
  assert.deepEqual(readdirSync(folder), []);
});

/** What may be in the way, and how it gets there. */
const OBSTACLES: Readonly<Record<string, (folder: string) => void>> = {
  "a folder where a file has to be": (folder) => mkdirSync(path.join(folder, "README.md")),
  "a file where a folder has to be": (folder) => writeFileSync(path.join(folder, "dags"), ""),
  "a link to nowhere where a folder has to be": (folder) =>
    symlinkSync("nowhere", path.join(folder, "templates")),
};

for (const [what, put] of Object.entries(OBSTACLES)) {
  test(`${what} is told, and leaves the folder as it was`, async (t) => {
    const folder = newFolder(t);
    put(folder);
    const before = readdirSync(folder, { recursive: true }).sort();
    await assert.rejects(init(folder, { force: true }), (error) => {
      assert.ok(isAirgoError(error));
      assert.equal(error.code, "usage");
      return true;
    });
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
  });
}

const TARBALL = gzipSync("not really");

test("a tarball from elsewhere comes along, and the image installs from it", async (t) => {
  const folder = newFolder(t);
  writeFileSync(path.join(folder, "airgo-0.1.0.tgz"), TARBALL);
  const { written } = await init(folder, { dir: "project", airgo: "airgo-0.1.0.tgz" });
  assert.ok(written.includes("vendor/airgo-0.1.0.tgz"));
  const project = path.join(folder, "project");
  assert.ok(readFileSync(path.join(project, "vendor", "airgo-0.1.0.tgz")).equals(TARBALL));
  const texts = textsOf(project);
  assert.equal(dependencyOf(texts), "file:vendor/airgo-0.1.0.tgz");
  const steps = (texts.Dockerfile ?? "").split("\n");
  const copied = steps.indexOf("COPY vendor/airgo-0.1.0.tgz ./vendor/");
  assert.ok(copied > 0 && copied < steps.findIndex((step) => step.startsWith("RUN npm ci")));
});

test("a tarball in the project stays where it is", async (t) => {
  const folder = newFolder(t);
  writeFileSync(path.join(folder, "airgo.tgz"), TARBALL);
  await init(folder, { airgo: "file:./airgo.tgz" });
  assert.equal(dependencyOf(textsOf(folder)), "file:airgo.tgz");
  assert.ok(!existsSync(path.join(folder, "vendor")));
});

test("airgo's own folder is a dependency by its path", async (t) => {
  const folder = newFolder(t);
  await init(folder, { airgo: packageRoot });
  const relative = path.relative(folder, packageRoot).replaceAll(path.sep, "/");
  assert.equal(dependencyOf(textsOf(folder)), `file:${relative}`);
});

for (const spec of ["1.2.3", "^0.1.0", "~1.2", "latest", "1.0.0-rc.1", "https://host/airgo.tgz"]) {
  test(`--airgo ${spec} stands in package.json as it is`, async (t) => {
    const folder = newFolder(t);
    await init(folder, { airgo: spec });
    assert.equal(dependencyOf(textsOf(folder)), spec);
  });
}

for (const spec of ["", "no version", "./missing.tgz", "../", "file:nowhere", "./package.json"]) {
  test(`--airgo ${JSON.stringify(spec)} is refused, and nothing is written`, async (t) => {
    const folder = newFolder(t);
    await assert.rejects(init(folder, { dir: "project", airgo: spec }), /--airgo/);
    assert.deepEqual(readdirSync(folder), []);
  });
}

function dependencyOf(texts: Readonly<Record<string, string>>): unknown {
  return JSON.parse(texts["package.json"] ?? "").dependencies.airgo;
}

// From the tarball to a pod: what a person does with airgo on the first day, in the order of the README.

import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import test, { after, type TestContext } from "node:test";
import { CONSUMER, ECHO, SLOW, smallDag } from "./dag-files.ts";
import { call, expectOk, packAirgo, start } from "./packed-airgo.ts";

const packed = packAirgo();
after(packed.remove);
const project = path.join(packed.folder, "my-project");
const node = process.execPath;

function npm(...args: readonly string[]) {
  return call("npm", args, { cwd: project });
}

function airgo(...args: readonly string[]) {
  return airgoIn(project, ...args);
}

/** With the package at hand: the one that the project has installed. */
function airgoIn(cwd: string, ...args: readonly string[]) {
  return call(node, [path.join(project, "node_modules", "airgo", "bin", "airgo.js"), ...args], {
    cwd,
  });
}

function timed<Result>(t: TestContext, what: string, body: () => Result): Result {
  const began = performance.now();
  const result = body();
  t.diagnostic(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

/** The three commands that init prints. */
let nextCommands: readonly string[] = [];

test("init, from a tarball that is on no registry yet", (t) => {
  const args = ["init", "--project-name", "my-project", "--dir", "my-project"];
  const spec = ["--airgo", packed.tarball];
  const { stdout } = timed(t, "init", () =>
    expectOk(call(node, [packed.bin, ...args, ...spec], { cwd: packed.folder })),
  );
  nextCommands = stdout.split("Next:\n")[1]?.match(/(?<=^ {2}).*?(?= +#)/gm) ?? [];
  assert.deepEqual(nextCommands, ["cd my-project && npm install", "npm start", "npm run render"]);
});

test("the three commands that init prints work as they stand", (t) => {
  const [install = "", run = "", render = ""] = nextCommands;
  const shell = (command: string, cwd: string) =>
    timed(t, command, () => expectOk(call("sh", ["-c", command], { cwd })));
  shell(install, packed.folder);
  assert.match(shell(run, project).stdout, /hello-world succeeded/);
  shell(render, project);
  assert.ok(existsSync(path.join(project, "rendered_yamls", "scheduled_workflows.yaml")));
});

test("an install brings airgo, esbuild and esbuild's binary for this machine", () => {
  const { packages } = JSON.parse(readFileSync(path.join(project, "package-lock.json"), "utf8"));
  const own = Object.entries<{ readonly dev?: boolean; readonly optional?: boolean }>(packages)
    .filter(([name, { dev, optional }]) => name !== "" && !dev && !optional)
    .map(([name]) => name);
  assert.deepEqual(own, ["node_modules/airgo", "node_modules/esbuild"]);
});

test("the new project's types, lint and tests hold", (t) => {
  for (const script of ["check", "lint", "test"]) {
    const { stdout } = timed(t, `npm run ${script}`, () => expectOk(npm("run", script)));
    if (script === "test") assert.match(stdout, /^(?:ℹ|#) pass 2$/m);
  }
});

test("its DAG is valid, and its manifests are current", () => {
  expectOk(airgo("validate"));
  expectOk(airgo("render", "--check"));
});

test("its bundle names the project, and runs a task as a pod does", () => {
  expectOk(airgo("build"));
  const bundle = path.join(project, "dist", "airgo.js");
  const version = expectOk(call(node, [bundle, "--version"], { cwd: packed.folder }));
  assert.match(
    version.stdout,
    /^my-project +0\.1\.0\nairgo +\d+\.\d+\.\d+\nbundle +[0-9a-f]{64}\n$/,
  );
  // Where nothing of the project is, as in the image.
  const image = path.join(packed.folder, "image");
  mkdirSync(image);
  cpSync(bundle, path.join(image, "airgo.js"));
  const env = {
    DAG_ID: "hello-world",
    TASK_ID: "hello-1",
    RUN_ID: "my-project-hello-world-1",
    CREATION_TIMESTAMP: "2019-03-07T04:00:00Z",
    AIRGO_POD_OUT_DIR: path.join(image, "out"),
    AIRGO_POD_IN_DIR: path.join(image, "in"),
  };
  const pod = expectOk(call(node, ["airgo.js"], { cwd: image, env }));
  assert.match(pod.stdout + pod.stderr, /Hello from operator1/);
});

test("the image's steps find what they copy", () => {
  const steps = readFileSync(path.join(project, "Dockerfile"), "utf8");
  const ignored = readFileSync(path.join(project, ".dockerignore"), "utf8").trim().split("\n");
  const copied = [...steps.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  assert.ok(copied.length >= 3);
  for (const file of copied) {
    assert.ok(existsSync(path.join(project, file)), file);
    assert.ok(!ignored.some((name) => file === name || file.startsWith(`${name}/`)), file);
  }
});

test("W8: two commands from an empty folder to a local run, and two to a manifest", (t) => {
  for (const [name, product] of [
    ["run", /succeeded/],
    ["render", /scheduled_workflows|rendered/],
  ] as const) {
    const folder = path.join(packed.folder, `empty-${name}`);
    mkdirSync(folder);
    timed(t, `init, ${name}`, () => {
      expectOk(airgoIn(folder, "init", "--project-name", "my-project"));
      const { stdout, stderr } = expectOk(airgoIn(folder, name));
      assert.match(stdout + stderr, product);
    });
  }
  assert.ok(
    existsSync(
      path.join(packed.folder, "empty-render", "rendered_yamls", "scheduled_workflows.yaml"),
    ),
  );
});

/** What a program prints that traverses a folder and runs the first DAG in it. */
function traverse(type: "module" | "commonjs", folder = ""): string {
  const load =
    type === "module"
      ? 'import { traverseDagsFolder } from "airgo";'
      : 'const { traverseDagsFolder } = require("airgo");';
  const program = `${load}
    traverseDagsFolder(${folder}).then(async (dags) => {
      const [dag] = Object.values(dags);
      const { phase } = await dag.execute();
      console.log(Object.keys(dags).join(), phase);
    });`;
  const args = [`--input-type=${type}`, "--eval", program];
  return expectOk(call(node, args, { cwd: project })).stdout;
}

test("traverseDagsFolder() gives the same DAGs in plain Node, to ES modules and to CommonJS", () => {
  assert.equal(traverse("module"), "hello-world Succeeded\n");
  assert.equal(traverse("commonjs"), "hello-world Succeeded\n");
});

test("traverseDagsFolder() takes another folder, and leaves the project's own bundle alone", () => {
  const folder = path.join(project, "other dags");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "small.ts"), smallDag("small"));
  const bundle = path.join(project, "dist", "airgo.js");
  const before = readFileSync(bundle);
  assert.equal(traverse("module", JSON.stringify(folder)), "small Succeeded\n");
  assert.ok(readFileSync(bundle).equals(before));
});

test("consumers of both kinds type-check against the declarations, which are checked too", () => {
  const folder = path.join(project, "consumers");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "esm.mts"), CONSUMER);
  writeFileSync(path.join(folder, "cjs.cts"), CONSUMER);
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["node20", "node16"],
    ["preserve", "bundler"],
  ]) {
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2023",
      strict: true,
      noEmit: true,
      types: ["node"],
    };
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["."] }),
    );
    expectOk(call("npx", ["tsc", "-p", "consumers"], { cwd: project }));
  }
});

test("a bundle is built again when its content changes, and only then", () => {
  const bundle = path.join(project, "dist", "airgo.js");
  const dag = path.join(project, "dags", "hello-world.ts");
  const before = readFileSync(bundle);
  const text = readFileSync(dag, "utf8");
  writeFileSync(dag, text);
  expectOk(airgo("list"));
  assert.ok(readFileSync(bundle).equals(before), "a file that was only touched changes nothing");
  writeFileSync(dag, text.replaceAll("hello-world", "good-bye"));
  assert.match(expectOk(airgo("list")).stdout, /good-bye/);
  writeFileSync(dag, text);
  assert.match(expectOk(airgo("list")).stdout, /hello-world/);
});

test("exit codes, arguments and mistakes are the bundle's own", () => {
  const params = '{ "greeting": "it\'s a \\"test\\"" }';
  writeFileSync(path.join(project, "dags", "echo.ts"), ECHO);
  assert.match(expectOk(airgo("run", "echo", "--params", params)).stdout, /it's a "test"/);
  assert.equal(airgo("run", "hello-world", "--fail", "hello-1").code, 1);
  assert.equal(airgo("run", "nothing").code, 2);
  assert.equal(airgo("run", "--bogus").code, 2);
  const unknown = airgo("rnu");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /did you mean "airgo run"/);
});

test("what cannot be bundled is told with its place, and a command says it once", () => {
  const file = path.join(project, "dags", "broken.ts");
  writeFileSync(file, 'import { x } from "./nowhere.ts";\nexport default x;\n');
  const { code, stderr } = airgo("list");
  assert.equal(code, 1);
  assert.match(stderr, /^error\[build-failed\].*\n {2}at dags\/broken\.ts:1:\d+\n {2}hint:/);
  assert.equal(stderr.match(/error\[/g)?.length, 1);
  writeFileSync(file, "");
});

test("below the project's folder, a command runs in the project, and says where that is", () => {
  const { stderr, stdout } = expectOk(airgoIn(path.join(project, "dags"), "list"));
  assert.match(stderr, /^in .*my-project\n/);
  assert.match(stdout, /hello-world/);
});

test("another airgo hands over to the project's own", () => {
  const folder = path.join(packed.folder, "other-version");
  const own = path.join(folder, "node_modules", "airgo");
  mkdirSync(path.join(folder, "dags"), { recursive: true });
  cpSync(path.join(project, "node_modules", "airgo"), own, { recursive: true });
  symlinkSync(
    path.join(project, "node_modules", "esbuild"),
    path.join(folder, "node_modules", "esbuild"),
  );
  const manifest = JSON.parse(readFileSync(path.join(own, "package.json"), "utf8"));
  writeFileSync(path.join(own, "package.json"), JSON.stringify({ ...manifest, version: "9.9.9" }));
  writeFileSync(path.join(folder, "package.json"), '{ "name": "other", "airgo": {} }');
  assert.match(expectOk(airgoIn(folder, "--version")).stdout, /^airgo +9\.9\.9$/m);
});

test("graph draws a DAG", () => {
  assert.match(expectOk(airgo("graph", "hello-world")).stdout, /hello-3/);
  assert.match(
    expectOk(airgo("graph", "hello-world", "--format", "svg")).stdout,
    /^<svg[\s\S]*<\/svg>\s*$/,
  );
});

test("Ctrl-C ends a run in order, with 130", async () => {
  writeFileSync(path.join(project, "dags", "slow.ts"), SLOW);
  const bin = path.join(project, "node_modules", "airgo", "bin", "airgo.js");
  const run = start(node, [bin, "run", "slow"], { cwd: project });
  await run.waitFor(/waiting/);
  run.kill("SIGINT");
  assert.equal(await run.ended, 130);
});

test("build --watch follows changes, and keeps the last good bundle where one cannot be built", async (t) => {
  const bin = path.join(project, "node_modules", "airgo", "bin", "airgo.js");
  const bundle = path.join(project, "dist", "airgo.js");
  const watch = start(node, [bin, "build", "--watch"], { cwd: project });
  t.after(() => watch.kill("SIGKILL"));
  await watch.waitFor(/dist\/airgo\.js(?:: \d DAGs| is current)/);
  const file = path.join(project, "dags", "watched", "new.ts");
  mkdirSync(path.dirname(file));
  writeFileSync(file, smallDag("watched"));
  await watch.waitFor(/dist\/airgo\.js: \d DAGs/);
  assert.match(expectOk(call(node, [bundle, "list"], { cwd: project })).stdout, /watched/);
  writeFileSync(file, "export const dag = ;\n");
  await watch.waitFor(/error\[build-failed\]/);
  assert.match(expectOk(call(node, [bundle, "list"], { cwd: project })).stdout, /watched/);
  writeFileSync(file, smallDag("mended"));
  await watch.waitFor(/dist\/airgo\.js: \d DAGs/);
  watch.kill("SIGINT");
  assert.equal(await watch.ended, 130);
  assert.match(expectOk(call(node, [bundle, "list"], { cwd: project })).stdout, /mended/);
  assert.deepEqual(readdirSync(path.dirname(bundle)).sort(), ["airgo.js", "package.json"]);
});

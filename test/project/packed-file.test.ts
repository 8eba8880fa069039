// What the packed file promises to a pod, seen from outside: the file is run as a pod runs it.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after, before } from "node:test";
import type { PackedFile } from "../../runtime/main.ts";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { compileAirgo } from "../../src/project/compile-airgo.ts";
import { BundleProject, dagFile } from "./bundle-project.ts";

const shared = `import { appendFileSync } from "node:fs";
appendFileSync(process.env["EVALUATED"] ?? "/dev/null", "shared\\n");
export class Money { constructor(readonly amount: number) {} }
export function fail(text: string): never {
  throw new RangeError(text);
}
`;

const evaluated = (name: string) =>
  `import { appendFileSync } from "node:fs";
import { fail, Money } from "../lib/shared.ts";
appendFileSync(process.env["EVALUATED"] ?? "/dev/null", "${name}\\n");`;

const project = new BundleProject({
  "lib/shared.ts": shared,
  "dags/one.ts": dagFile("one", "return new Money(1).amount", evaluated("one")),
  "dags/two.ts": dagFile("two", "fail('too much: ü')", evaluated("two")),
  "dags/plain.ts": dagFile("plain", "console.log('hello'); return ['é', '𝄞', '\\u2028']"),
});

before(() => project.build());
after(() => project.remove());

test("a pod runs the file alone, in an empty folder", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-alone-"));
  t.after(() => rmSync(folder, { recursive: true }));
  copyFileSync(project.bundle, path.join(folder, "airgo.js"));
  const { code, stdout, stderr } = project.run("airgo.js", {
    cwd: folder,
    env: { DAG_ID: "plain", TASK_ID: "task", AIRGO_POD_OUT_DIR: project.outputs },
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^hello$/m);
  const text = project.read("out/return_value");
  assert.match(text, /^[\x20-\x7e]+$/);
  assert.deepEqual(JSON.parse(text), ["é", "𝄞", "\u2028"]);
});

test("it also runs where a package.json beside it says that it is an ES module", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-esm-"));
  t.after(() => rmSync(folder, { recursive: true }));
  copyFileSync(project.bundle, path.join(folder, "airgo.js"));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  const { code, stdout, stderr } = project.run("airgo.js", {
    cwd: folder,
    env: { DAG_ID: "plain", TASK_ID: "task", AIRGO_POD_OUT_DIR: project.outputs },
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^hello$/m);
});

test("a module that imports the file as an ES module runs nothing of it", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-imported-"));
  t.after(() => rmSync(folder, { recursive: true }));
  copyFileSync(project.bundle, path.join(folder, "airgo.mjs"));
  writeFileSync(path.join(folder, "main.mjs"), 'import "./airgo.mjs"; console.log("imported");');
  const { code, stdout, stderr } = project.run("main.mjs", {
    cwd: folder,
    env: { DAG_ID: "plain", TASK_ID: "task", AIRGO_POD_OUT_DIR: project.outputs },
  });
  assert.deepEqual([code, stdout, stderr], [0, "imported\n", ""]);
});

test("a pod evaluates its own DAG's module and what that imports, once, and no other's", () => {
  const log = path.join(project.root, "evaluated");
  writeFileSync(log, "");
  const { code, stderr } = project.runPod("one", "task", { env: { EVALUATED: log } });
  assert.equal(code, 0, stderr);
  assert.equal(readFileSync(log, "utf8"), "shared\none\n");
});

test("a stack trace names the user's files, at the lines of their TypeScript", () => {
  const { code, stderr } = project.runPod("two", "task");
  assert.equal(code, 1);
  const lineOf = (file: string, text: string) =>
    1 +
    project
      .read(file)
      .split("\n")
      .findIndex((line) => line.includes(text));
  assert.match(stderr, /RangeError: too much: ü/);
  assert.match(
    stderr,
    new RegExp(`at fail \\(lib/shared\\.ts:${lineOf("lib/shared.ts", "throw")}:9\\)`),
  );
  assert.match(
    stderr,
    new RegExp(`\\(dags/two\\.ts:${lineOf("dags/two.ts", "fail('too")}:\\d+\\)`),
  );
});

test("a pod loads nothing of Node that it does not need", () => {
  const probe = path.join(project.root, "probe.cjs");
  writeFileSync(
    probe,
    `const { writeFileSync } = require("node:fs");
     const format = Intl.DateTimeFormat;
     let dates = 0;
     Intl.DateTimeFormat = function (...args) { dates++; return new format(...args); };
     process.on("exit", () => writeFileSync(${JSON.stringify(`${probe}.json`)}, JSON.stringify({ dates, loaded: process.moduleLoadList })));`,
  );
  const loadedBy = (run: () => { readonly code: number | null }) => {
    assert.equal(run().code, 0);
    const seen: { loaded: string[]; dates: number } = JSON.parse(project.read("probe.cjs.json"));
    return seen;
  };
  const node = ["--require", probe];
  writeFileSync(path.join(project.root, "empty.cjs"), "");
  const floor = loadedBy(() => project.run("empty.cjs", { node }));
  const pod = loadedBy(() => project.runPod("plain", "take", { node, env: inputsOf("plain") }));
  const more = pod.loaded.filter((name) => !floor.loaded.includes(name));
  const heavy =
    /\b(?:child_process|worker_threads|worker|http|https|http2|net|tls|crypto|zlib|inspector|module)$/;
  assert.deepEqual(
    more.filter((name) => heavy.test(name)),
    [],
  );
  assert.equal(pod.dates, 0);
});

test("a command lays out plain texts without the tables of characters that others need", () => {
  const probe = path.join(project.root, "widths.cjs");
  writeFileSync(
    probe,
    `let made = 0;
     const { Segmenter } = Intl;
     Intl.Segmenter = function (...args) { made++; return new Segmenter(...args); };
     process.on("exit", () => console.error("made " + made));`,
  );
  const made = (...args: string[]) => {
    const { code, stderr } = project.run(project.bundle, { node: ["--require", probe], args });
    assert.equal(code, 0, stderr);
    return /made \d+/.exec(stderr)?.[0];
  };
  assert.equal(made("list"), "made 0");
  assert.equal(made("--help"), "made 0");
});

/** Whether V8 took the program as it stands compiled in the file; undefined where it was not offered to it. */
function takenByV8(node: readonly string[]): boolean | undefined {
  const probe = path.join(project.root, "v8.cjs");
  writeFileSync(
    probe,
    `const vm = require("node:vm");
     const taken = [];
     vm.Script = class extends vm.Script {
       constructor(text, options) {
         super(text, options);
         if (options.cachedData !== undefined) taken.push(!this.cachedDataRejected);
       }
     };
     process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(`${probe}.json`)}, JSON.stringify(taken)));`,
  );
  const { code, stderr } = project.runPod("one", "task", { node: [...node, "--require", probe] });
  assert.equal(code, 0, stderr);
  const taken: boolean[] = JSON.parse(project.read("v8.cjs.json"));
  assert.ok(taken.length <= 1);
  return taken[0];
}

test("a pod on the builder's Node compiles nothing of airgo", () => {
  assert.equal(takenByV8([]), true);
});

test("a pod whose V8 does not take the compiled program compiles it, and runs all the same", () => {
  assert.equal(takenByV8(["--stack-size=2000"]), false);
});

/** "take" has an input. */
function inputsOf(name: string): Readonly<Record<string, string>> {
  project.write(`in-${name}/in-value`, "1");
  return { AIRGO_POD_IN_DIR: path.join(project.root, `in-${name}`) };
}

test("the code that each start compiles holds none of the libraries of commands", async () => {
  const { core } = await compileAirgo(findAirgoPackage().root);
  const libraries = core.map.sources.filter((source) => source.includes("node_modules"));
  assert.deepEqual(libraries, []);
  const commands = core.map.sources.filter((source) =>
    /airgo\/(?:src\/(?:cli|render|validate|cluster|project)|runtime\/local)\//.test(source),
  );
  assert.deepEqual(commands, []);
});

test("arguments win over TASK_ID", () => {
  const { code, stdout, stderr } = project.runPod("one", "task", { args: ["list"] });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^plain\b/m);
});

test("a DAG that is not there is told with those that are, and not retried", () => {
  const { code, stderr } = project.runPod("on", "task");
  assert.equal(code, 99);
  assert.match(stderr, /error\[unknown-dag\].*"on"/);
  assert.match(stderr, /the DAGs are: one, plain, two/);
});

test("another program can require the file, which then runs nothing", () => {
  const { bundle } = createRequire(project.bundle)(project.bundle) as PackedFile;
  assert.deepEqual(
    bundle.manifest.dags.map(({ dagId, file }) => [dagId, file]),
    [
      ["one", "dags/one.ts"],
      ["plain", "dags/plain.ts"],
      ["two", "dags/two.ts"],
    ],
  );
  assert.equal(bundle.loadDag("one").dagId, "one");
  assert.equal(bundle.manifest.version, "1.2.3");
  assert.match(bundle.findDag("one").structureHash, /^[0-9a-f]{32}$/);
});

const EDITS: Readonly<Record<string, (text: string) => string>> = {
  "line endings were converted": (text) => text.replaceAll("\n", "\r\n"),
  "comments were taken out": (text) => text.replace(/^\/\/.*\n/gm, ""),
  "the end is missing": (text) => text.slice(0, -1000),
  "the last line break is missing": (text) => text.slice(0, -1),
  "a line was added": (text) => `${text}// served by a proxy\n`,
  "a word of airgo's code was replaced": (text) => text.replace("unknown-task", "unknown-tusk"),
  "a word of the table was replaced": (text) =>
    text.replace('"namespace":"argo"', '"namespace":"prod"'),
  "a letter of the compiled program was replaced": (text) =>
    text.replace(
      /^(\/\/.{100000})(.)/m,
      (_, before, letter) => before + (letter === "A" ? "B" : "A"),
    ),
  "a word of the DAG was replaced": (text) => text.replace("hello", "hullo"),
};

for (const [what, edit] of Object.entries(EDITS)) {
  test(`the file refuses to run when ${what}`, () => {
    const text = project.read("dist/airgo.js");
    const changed = edit(text);
    assert.notEqual(changed, text);
    project.write("dist/edited.js", changed);
    const { code, stdout, stderr } = project.run(path.join(project.root, "dist", "edited.js"), {
      env: { DAG_ID: "plain", TASK_ID: "task", AIRGO_POD_OUT_DIR: project.outputs },
    });
    assert.equal(code, 99, stderr);
    assert.match(stderr, /error\[broken-bundle\].*was edited after it was built/);
    assert.doesNotMatch(stdout, /h[eu]llo/);
  });
}

test("a file that was edited fails a command as any mistake does", () => {
  project.write("dist/edited.js", `${project.read("dist/airgo.js")}\n`);
  const file = path.join(project.root, "dist", "edited.js");
  assert.equal(project.run(file, { args: ["list"], env: { TASK_ID: "task" } }).code, 1);
  assert.equal(project.run(file).code, 1);
});

test("a part that cannot be read is told of with its DAG, and the other DAGs are listed", async (t) => {
  const noise = () => randomBytes(300_000).toString("base64"); // so that each part has a line of its own
  const body = () => `return ${JSON.stringify(noise())}.length`;
  const big = new BundleProject({
    "dags/one.ts": dagFile("one", body()),
    "dags/two.ts": dagFile("two", body()),
  });
  t.after(() => big.remove());
  await big.build();
  const text = big.read("dist/airgo.js");
  const longest = text.split("\n").toSorted((a, b) => b.length - a.length)[0] ?? "";
  const at = text.indexOf(longest) + longest.length - 1000;
  big.write(
    "dist/edited.js",
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1),
  );
  const list = big.run(path.join(big.root, "dist", "edited.js"), { args: ["list"] });
  assert.equal(list.code, 0, list.stderr);
  assert.match(list.stdout, /^(?:one|two) +2 /m);
  assert.match(list.stderr, /1 mistake in other DAGs/);
});

test("the file is ASCII", () => {
  assert.match(project.read("dist/airgo.js"), /^[\n\x20-\x7e]*$/);
});

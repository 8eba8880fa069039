// What is in the tarball, without installing it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import test, { after } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { call, packAirgo } from "./packed-airgo.ts";

const packed = packAirgo();
after(packed.remove);
const unpacked = path.join(path.dirname(packed.bin), "..");
const tarball = readFileSync(packed.tarball);
const manifest = JSON.parse(readFileSync(path.join(unpacked, "package.json"), "utf8"));

const MEGABYTE = 1024 * 1024;

test("the package has one dependency, and is small", (t) => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["esbuild"]);
  const files = filesBelow(unpacked);
  const size = files.reduce((sum, file) => sum + statSync(path.join(unpacked, file)).size, 0);
  const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(2)} MB`;
  t.diagnostic(`${megabytes(tarball.length)} packed, ${megabytes(size)} in ${files.length} files`);
  assert.ok(tarball.length < 1.2 * MEGABYTE);
  assert.ok(size < 4.5 * MEGABYTE);
});

test("nothing goes along but the code, the types, the scaffold and the texts", () => {
  const places = new Set(filesBelow(unpacked).map((file) => file.split("/")[0]));
  const expected = "LICENSE README.md bin dags lib package.json scaffold src".split(" ");
  assert.deepEqual([...places].sort(), expected);
});

test("types are found by ES modules and by CommonJS, whatever resolves them", async () => {
  const { problems } = await analyze();
  assert.deepEqual(problems, []);
});

async function analyze(): Promise<{ readonly problems: readonly object[] }> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  assert.ok(result.types);
  return result;
}

test("publint finds nothing", async () => {
  const { buffer, byteOffset, byteLength } = tarball;
  const own = buffer.slice(byteOffset, byteOffset + byteLength);
  const { messages } = await publint({ pack: { tarball: own } });
  assert.deepEqual(messages, []);
});

test("everything but esbuild is inside", async () => {
  const { metafile } = await build({
    absWorkingDir: unpacked,
    entryPoints: ["lib/index.js", "lib/testing.js", "lib/npm/main.js"],
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outdir: "unused",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const outside = imports.filter(({ external }) => external).map((found) => found.path);
  const packages = outside.filter((name) => !builtinModules.includes(name.replace(/^node:/, "")));
  assert.deepEqual([...new Set(packages)], ["esbuild"]);
});

test("every package that is inside comes with its licence", async () => {
  const text = readFileSync(path.join(unpacked, "lib", "licenses.txt"), "utf8");
  const [, ...licences] = text.split(/^(?=\S+ \d[\d.]* \([\w-.]+\)$)/m);
  const names = licences.map((licence) => licence.split(" ")[0]);
  for (const name of ["yargs", "js-yaml", "mustache", "diff", "@viz-js/viz"]) {
    assert.ok(names.includes(name), name);
  }
  for (const licence of licences) assert.match(licence, /\n\n[\s\S]*copyright/i);
});

test("what only getContext() needs is left out where nobody asks for the context", async () => {
  const bundle = async (code: string) => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: unpacked },
      alias: { airgo: path.join(unpacked, "lib", "index.js") },
      bundle: true,
      platform: "node",
      format: "esm",
      // What is loaded only when it is called.
      external: ["./chunks/local-run-*", "./chunks/traverse-dags-folder-*"],
      write: false,
      logLevel: "error",
    });
    return outputFiles.map(({ text }) => text).join();
  };
  const make = 'new DAG("a-dag")';
  assert.doesNotMatch(await bundle(`import { DAG } from "airgo"; ${make}`), /AsyncLocalStorage\(/);
  const both = `import { DAG, getContext } from "airgo"; ${make}; getContext()`;
  assert.match(await bundle(both), /AsyncLocalStorage\(/);
  assert.match(await bundle(`import { DAG } from "airgo"; ${make}`), /^provideLocalRun\(/m);
});

test("outside a project, help names init, and a command that needs DAGs says where they could come from", () => {
  const here = { cwd: packed.folder };
  const help = call(process.execPath, [packed.bin, "--help"], here);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /airgo init +Write a new project/);
  const run = call(process.execPath, [packed.bin, "run"], here);
  assert.equal(run.code, 2);
  assert.match(
    run.stderr,
    /^error\[invalid-config\]: there is no project here.*\n {2}hint: .*airgo init/,
  );
  const version = call(process.execPath, [packed.bin, "--version"], here);
  assert.equal(version.stdout, `airgo  ${manifest.version}\n`);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, "/"));
}

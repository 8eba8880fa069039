// Makes lib/, the code of the npm package: everything bundled but esbuild, so that one install brings two packages.
// `npm pack` runs it. usage: node scripts/build-package.mjs [FOLDER]
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { register } from "tsx/esm/api";
import { writeTypes } from "./write-types.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lib = path.resolve(process.argv[2] ?? path.join(root, "lib"));

/** What is imported by name from outside; the rest is in lib/chunks. */
const ENTRIES = {
  index: "src/index.ts",
  testing: "src/testing.ts",
  // By itself, so that a bundler can leave its effect out where nobody asks for the context.
  "get-context": "src/taskflow/get-context.ts",
  "npm/main": "src/npm/main.ts",
};
const PUBLIC = ["index", "testing"];

rmSync(lib, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ENTRIES,
  outdir: lib,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  charset: "utf8",
  external: ["esbuild"],
  metafile: true,
  logLevel: "warning",
});

// Node ≥ 20.19 requires an ES module as it is: one copy of airgo, however it is loaded.
for (const name of PUBLIC) {
  writeFileSync(path.join(lib, `${name}.cjs`), `module.exports = require("./${name}.js");\n`);
}
writeTypes({ root, out: path.join(lib, "types"), entries: PUBLIC.map((name) => ENTRIES[name]) });
await writeParts();
writeFileSync(path.join(lib, "licenses.txt"), licenses(Object.keys(metafile.inputs)));

/** airgo's half of every bundle, compiled once and for all. */
async function writeParts() {
  const unregister = register();
  const { compileAirgo } = await import("../src/project/compile-airgo.ts");
  writeFileSync(path.join(lib, "parts.json"), JSON.stringify(await compileAirgo(root)));
  await unregister();
}

/** The licences of the packages that are inside: each asks to come along. */
function licenses(inputs) {
  const packages = new Map();
  for (const file of inputs) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (folder !== undefined) packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  const texts = [...packages].sort().map(([folder, files]) => {
    const { name, version, license } = JSON.parse(read(folder, "package.json"));
    return `${name} ${version} (${license})\n\n${licenseOf(folder, files).trim()}\n`;
  });
  return `airgo contains code of these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** The file of the licence, or else what the code says at its head. */
function licenseOf(folder, files) {
  const file = readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return read(folder, file);
  const heads = files.flatMap((code) => /\/\*!([\s\S]*?)\*\//.exec(read(code))?.[1] ?? []);
  if (heads.length === 0) throw new Error(`${folder} says nothing of its licence`);
  return `${heads.join("\n").trim()}\n\nThe licences: https://spdx.org/licenses/`;
}

function read(...parts) {
  return readFileSync(path.join(root, ...parts), "utf8");
}

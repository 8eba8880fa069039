// The direction of imports, held by what esbuild really follows.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "..");

/** Folders and single files; each may import itself and what stands here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/core": [],
  "src/operators": ["src/core"],
  "src/taskflow": ["src/core", "src/operators"],
  "src/index.ts": ["src/core", "src/operators", "src/taskflow", "src/traverse-dags-folder.ts"],
  "src/traverse-dags-folder.ts": ["src/core"],
  "src/validate": ["src/core"],
  "src/render": ["src/core", "src/validate"],
  "src/project": ["src/core", "runtime"],
  "src/cluster": ["src/core", "src/render", "runtime"],
  "src/picture": ["src/core", "runtime"],
  "src/init": ["src/core", "src/project", "src/render"],
  "src/cli": ["src", "runtime"],
  "src/npm": ["src", "runtime"],
  "src/testing.ts": ["src/core", "src/operators", "src/taskflow", "src/index.ts", "runtime"],
  runtime: ["src/core", "src/operators"],
  "runtime/warm-up.ts": ["src/index.ts", "src/core", "runtime"],
};

/** Dynamic imports that cross: the lazy ports, and the pod's way to the command line. */
const MAY_LOAD: Readonly<Record<string, readonly string[]>> = {
  "src/index.ts": ["runtime"],
  "src/traverse-dags-folder.ts": ["src/project"],
  "runtime/main.ts": ["src/cli"],
};

const ONE_PACKAGE: Readonly<Record<string, readonly string[]>> = {
  yargs: ["src/cli"],
  "string-width": ["src/cli"],
  mustache: ["src/render"],
  "js-yaml": ["src/render"],
  diff: ["src/render"],
  pino: ["runtime/logger"],
  esbuild: ["src/project"],
  "@date-fns/tz": ["src/core"],
  "@viz-js/viz": ["src/picture"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly external: boolean;
}

async function importsOf(folders: readonly string[]): Promise<Import[]> {
  const entryPoints = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
      .map((file) => path.join(folder, file)),
  );
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    external: ["airgo:*"],
    platform: "node",
    format: "esm",
    outdir: "unused",
    logLevel: "silent",
  });
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path: to, kind, external = false }) => ({ from, to, kind, external })),
  );
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

const imports = await importsOf(["src", "runtime"]);

test("every folder imports only what stands below it", () => {
  const wrong = imports.filter(({ from, to, kind, external }) => {
    if (external) return false;
    const [home] = Object.keys(MAY_IMPORT)
      .filter((folder) => isBelow(from, folder))
      .sort((a, b) => b.length - a.length);
    assert.ok(home !== undefined, `${from} has no place in the architecture`);
    const loads = kind === "dynamic-import" ? (MAY_LOAD[from] ?? []) : [];
    return ![home, ...(MAY_IMPORT[home] ?? []), ...loads].some((folder) => isBelow(to, folder));
  });
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} → ${to}`),
    [],
  );
});

test("each package is imported by one module of the project only", () => {
  const wrong = imports.filter(({ from, to, external }) => {
    if (!external || to.startsWith("node:") || to.startsWith("airgo:")) return false;
    const [name] = Object.keys(ONE_PACKAGE).filter((known) => isBelow(to, known));
    return name === undefined || !ONE_PACKAGE[name]?.some((folder) => isBelow(from, folder));
  });
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} → ${to}`),
    [],
  );
});

test("no module of the project imports itself around a circle of values", () => {
  const below = new Map<string, string[]>();
  for (const { from, to, kind, external } of imports) {
    if (!external && kind !== "dynamic-import") below.set(from, [...(below.get(from) ?? []), to]);
  }
  assert.deepEqual(findCircle(below), undefined);
});

/** A circle of files, or undefined: those left when all without imports are taken away, again and again. */
function findCircle(below: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  let left = new Set(below.keys());
  for (;;) {
    const still = new Set([...left].filter((file) => below.get(file)?.some((to) => left.has(to))));
    if (still.size === left.size) return still.size === 0 ? undefined : [...still].sort();
    left = still;
  }
}

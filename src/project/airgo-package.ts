// Where airgo itself lives: its TypeScript in this repository, prebuilt ES modules in the npm package.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The modules of airgo that go into every bundle. */
export interface AirgoPackage {
  readonly root: string;
  readonly version: string;
  /** What `import "airgo"` means. */
  readonly index: string;
  /** What `import "airgo/testing"` means. */
  readonly testing: string;
  /** The first module of the bundle. */
  readonly main: string;
  /** The code that finds the other modules in the packed file. */
  readonly loader: string;
}

/** The package that this very module belongs to. */
export function findAirgoPackage(from: string = fileURLToPath(import.meta.url)): AirgoPackage {
  const root = findRoot(path.dirname(from));
  const inSource = existsSync(path.join(root, "src", "index.ts"));
  const module = (source: string) =>
    inSource
      ? path.join(root, `${source}.ts`)
      : path.join(root, "dist", `${source.replace(/^src\//, "")}.js`);
  return {
    root,
    version: readVersion(root),
    index: module("src/index"),
    testing: module("src/testing"),
    main: module("runtime/main"),
    loader: module("runtime/loader"),
  };
}

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error("airgo's own package.json was not found");
  return findRoot(above);
}

function readVersion(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const holds = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return holds ? String(manifest.version) : "0.0.0";
}

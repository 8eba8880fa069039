// The TypeScript of the pages as modules in a project of their own, which sees airgo as any project does.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Block, readPages, root } from "./documents.ts";

/** A block as a module. */
export interface BlockModule {
  readonly block: Block;
  /** Absolute. */
  readonly file: string;
  /** With what it goes on from. */
  readonly text: string;
}

/** The TypeScript that stands in no file of the repository. */
export function writeModules(folder: string): readonly BlockModule[] {
  const modules: BlockModule[] = [];
  for (const { blocks } of readPages()) {
    let before = "";
    for (const block of blocks.filter(({ language }) => language === "ts")) {
      if (block.markers.has("file")) continue;
      before = block.markers.has("continues") ? before + block.text : block.text;
      const name = block.place.replace(/\.md:/, "-").replaceAll("/", "-");
      modules.push({ block, file: path.join(folder, "test", `${name}.ts`), text: before });
    }
  }
  for (const { file, text } of modules) writeFileSync(file, text);
  return modules;
}

/** A project with the DAGs of dags/, in which `import "airgo"` means this repository's. */
export function createFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-docs-"));
  mkdirSync(path.join(folder, "test"));
  cpSync(path.join(root, "dags"), path.join(folder, "dags"), { recursive: true });
  const inRoot = (...parts: readonly string[]) => path.join(root, ...parts);
  const compilerOptions = {
    typeRoots: [inRoot("node_modules", "@types")],
    paths: { airgo: [inRoot("src", "index.ts")], "airgo/testing": [inRoot("src", "testing.ts")] },
    // A page shows one thing at a time.
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const include = [".", inRoot("runtime", "logger", "pino-browser.d.ts")];
  const config = { extends: inRoot("tsconfig.json"), compilerOptions, include };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(path.join(folder, "package.json"), '{ "name": "docs", "type": "module" }');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What the compiler says of the modules, each line with the place of its block; empty where nothing is wrong. */
export function typeCheck(folder: string, modules: readonly BlockModule[]): string {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const options = { encoding: "utf8", cwd: folder } as const;
  const { stdout } = spawnSync(process.execPath, [tsc, "--project", "."], options);
  const places = new Map(modules.map(({ file, block }) => [path.basename(file), block.place]));
  const complaints = stdout.split(/\n(?=\S)/).flatMap((complaint) => {
    const place = places.get(path.basename(complaint.split("(")[0] ?? ""));
    return place === undefined ? [] : [`${place}: ${complaint}`];
  });
  return complaints.join("\n");
}

/** Runs a module that has tests in it. */
export function runTests(folder: string, file: string) {
  const tsx = path.join(root, "node_modules", "tsx", "dist", "esm", "index.mjs");
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, ["--import", tsx, "--test", file], {
    encoding: "utf8",
    cwd: folder,
    env: { ...env, TSX_TSCONFIG_PATH: path.join(folder, "tsconfig.json") },
  });
}

// The declarations of the npm package: what the public modules need, for ES modules and for CommonJS.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** `entries` are source files by their paths from `root`. */
export function writeTypes({ root, out, entries }) {
  const all = emitDeclarations(root);
  for (const file of reachable(entries.map(declarationOf), all)) {
    const text = readFileSync(path.join(all, file), "utf8");
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    writeFileSync(path.join(out, file), withEnding(text, ".js"));
    writeFileSync(path.join(out, file.replace(/\.ts$/, ".cts")), withEnding(text, ".cjs"));
  }
  rmSync(all, { recursive: true });
}

function emitDeclarations(root) {
  const out = mkdtempSync(path.join(tmpdir(), "airgo-types-"));
  const config = path.join(root, "scripts", "tsconfig.types.json");
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", config, "--outDir", out], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the declarations could not be made");
  return out;
}

const SPECIFIER = /(?<=(?:from |import\()")(\.[^"]+)\.ts(?=")/g;

/** TypeScript leaves `.ts` in the names that declarations import. */
function withEnding(text, ending) {
  return text.replace(SPECIFIER, `$1${ending}`);
}

function reachable(files, folder) {
  const found = new Set(files);
  for (const file of found) {
    const text = readFileSync(path.join(folder, file), "utf8");
    for (const [, specifier] of text.matchAll(SPECIFIER)) {
      found.add(path.join(path.dirname(file), `${specifier}.d.ts`));
    }
  }
  return [...found];
}

function declarationOf(file) {
  return file.replace(/\.ts$/, ".d.ts");
}

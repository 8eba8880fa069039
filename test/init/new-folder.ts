import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

/** An empty folder that goes when the test ends. */
export function newFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-init-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Every file below a folder and its text, by its path with `/`. */
export function textsOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file).replaceAll(path.sep, "/"), file] as const);
  return Object.fromEntries(entries.map(([name, file]) => [name, readFileSync(file, "utf8")]));
}

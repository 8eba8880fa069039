// `dags/**`: every source file is a DAG file, except what begins with `_` or `.`, tests and declarations.

import { readdir } from "node:fs/promises";
import path from "node:path";

const SOURCE = /\.(?:ts|mts|cts|tsx|js|mjs|cjs|jsx)$/;
const NO_DAG_FILE = /\.(?:test|spec)\.[^.]+$|\.d\.[cm]?ts$/;

/** The DAG files of a project, as paths from its root with `/`, in the order of their characters. */
export async function findDagFiles(root: string, dagsDir: string): Promise<readonly string[]> {
  const files = await listFiles(path.join(root, dagsDir));
  return files
    .filter((file) => SOURCE.test(file) && !NO_DAG_FILE.test(file))
    .map((file) => path.posix.join(dagsDir.split(path.sep).join("/"), file))
    .sort(byCharacters);
}

/** The files below a folder, without those in hidden and private folders; none where the folder is not there. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreMissing);
  const nested = entries
    .filter(({ name }) => !/^[_.]/.test(name) && name !== "node_modules")
    .map(async (entry) => {
      if (!entry.isDirectory()) return [entry.name];
      const inner = await listFiles(path.join(folder, entry.name));
      return inner.map((file) => `${entry.name}/${file}`);
    });
  return (await Promise.all(nested)).flat();
}

/** Never `localeCompare`: an order must not depend on the machine. */
export function byCharacters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ignoreMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The folder of the project that `folder` lies in: the nearest package.json with an "airgo" key, or with `dags/` beside it. */
export function findProjectRoot(folder: string): string | undefined {
  if (isProject(folder)) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : findProjectRoot(above);
}

function isProject(folder: string): boolean {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return false;
  const dags = statSync(path.join(folder, "dags"), { throwIfNoEntry: false });
  // Not parsed: what is wrong with the file is told where it is read.
  return dags?.isDirectory() === true || /"airgo"\s*:\s*\{/.test(readFileSync(file, "utf8"));
}

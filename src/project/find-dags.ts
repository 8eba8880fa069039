// `dags/**`: every source file is a DAG file, except what begins with `_` or `.`, tests and declarations.

import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";
import type { Location } from "../core/location.ts";

const SOURCE = /\.(?:ts|mts|cts|tsx|js|mjs|cjs|jsx)$/;
const NO_DAG_FILE = /\.(?:test|spec)\.[^.]+$|\.d\.[cm]?ts$/;

/**
 * The DAG files of a project, as paths from its root with `/`, in the order of their characters.
 *
 * @throws AirgoError "invalid-config" where the folder is not there, "build-failed" where a link leads nowhere
 */
export async function findDagFiles(root: string, dagsDir: string): Promise<readonly string[]> {
  await checkDagsFolder(root, dagsDir, { setting: "dagsDir", note: " by default" });
  const found = await walk({ folder: path.join(root, dagsDir), above: [] });
  const base = dagsDir.split(path.sep).join("/");
  const sources = found
    .filter(({ file }) => SOURCE.test(file) && !NO_DAG_FILE.test(file))
    .map(({ file, isLinked }) => ({ file: path.posix.join(base, file), isLinked }));
  return (await withoutDoubles(root, sources)).sort(byCharacters);
}

/** Where the name of the folder of DAGs came from. */
interface DagsFolderOrigin {
  readonly setting: string;
  /** Follows the value. */
  readonly note?: string;
  readonly location?: Location | undefined;
}

/** No DAGs in a folder are none; without the folder, a mistake would look like that. @throws AirgoError "invalid-config" */
export async function checkDagsFolder(
  root: string,
  dagsDir: string,
  { setting, note = "", location }: DagsFolderOrigin,
): Promise<void> {
  const found = await stat(path.join(root, dagsDir)).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  const value = `${JSON.stringify(dagsDir)}${note}`;
  const message = `${setting} is ${value}, and there is no such folder in ${root}`;
  const hint = "make it, or name the folder that the DAG files are in";
  throw new AirgoError("invalid-config", message, { hint, location });
}

/** The files below a folder, without those in hidden and private folders; none where the folder is not there. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  return (await walk({ folder, above: [] })).map(({ file }) => file);
}

interface FoundFile {
  /** From the folder that the walk began in, with `/`. */
  readonly file: string;
  /** Whether a symbolic link led to it. */
  readonly isLinked: boolean;
}

interface Place {
  readonly folder: string;
  /** Where links were followed: the folders that the walk is in, without links. */
  readonly above: readonly string[];
}

async function walk(place: Place): Promise<readonly FoundFile[]> {
  const entries = await readdir(place.folder, { withFileTypes: true }).catch(ignoreMissing);
  const nested = entries
    .filter(({ name }) => !/^[_.]/.test(name) && name !== "node_modules")
    .map(async (entry): Promise<readonly FoundFile[]> => {
      const isLinked = entry.isSymbolicLink();
      const inner = await innerPlace(place, entry);
      if (inner === "file") return [{ file: entry.name, isLinked }];
      const found = inner === "loop" ? [] : await walk(inner);
      return found.map((file) => ({
        file: `${entry.name}/${file.file}`,
        isLinked: isLinked || file.isLinked,
      }));
    });
  return (await Promise.all(nested)).flat();
}

/** A link to a folder is followed as any folder, unless it leads back to one that it is in. */
async function innerPlace(
  { folder, above }: Place,
  entry: Dirent,
): Promise<Place | "file" | "loop"> {
  const inner = path.join(folder, entry.name);
  if (entry.isDirectory()) return { folder: inner, above };
  if (!entry.isSymbolicLink()) return "file";
  const found = await stat(inner).catch(() => undefined);
  if (found?.isDirectory() !== true) return "file"; // where it leads nowhere, too: that is told
  const [real, here] = await Promise.all([realpath(inner), realpath(folder)]);
  if ([here, ...above].some((one) => isWithin(one, real))) return "loop";
  return { folder: inner, above: [...above, here] };
}

/** Whether `file` is `folder`, or below it. */
function isWithin(file: string, folder: string): boolean {
  return `${file}/`.startsWith(`${folder}/`);
}

/** A file counts once, under its own name where it has one here. All names are from `root`. */
async function withoutDoubles(root: string, files: readonly FoundFile[]): Promise<string[]> {
  const linked = files.filter(({ isLinked }) => isLinked).map(({ file }) => file);
  const names = files.filter(({ isLinked }) => !isLinked).map(({ file }) => file);
  if (linked.length === 0) return names;
  const known = new Set(await Promise.all(names.map((file) => realpath(path.join(root, file)))));
  for (const file of linked.sort(byCharacters)) {
    const real = await realpath(path.join(root, file)).catch(() => refuseDeadLink(file));
    if (!known.has(real)) names.push(file);
    known.add(real);
  }
  return names;
}

function refuseDeadLink(file: string): never {
  throw new AirgoError("build-failed", `${file} is a link to a file that is not there`, {
    hint: "remove the link, or have it lead to a DAG file",
    location: { file, line: 1, column: 1 },
  });
}

/** Never `localeCompare`: an order must not depend on the machine. */
export function byCharacters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ignoreMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

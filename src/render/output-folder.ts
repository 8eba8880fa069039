// The folder of rendered files: written so that a failure leaves the last good set, compared without writing anything. It
// may hold other files, and below it other folders: airgo looks only where it writes, and writes over nothing that it has
// not made of the project itself.

import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { AirgoError, type Problem, toProblem } from "../core/errors.ts";
import { ELSEWHERE, makeFolder, namesIn, nearestThere, readText, statOf, telling } from "./disk.ts";
import { roleName } from "./rbac.ts";
import { BACKFILL_FOLDER, FILE_HEADER, filesThatMayHold } from "./render-project.ts";

/** Texts by their paths below the folder, with `/`. */
export type RenderedFiles = ReadonlyMap<string, string>;

export interface FolderScope {
  /** Whose files they are: another's are neither removed nor written over. */
  readonly projectName: string;
  /** The files that may be stale; undefined: all, because the files that are rendered are all that there should be. */
  readonly among?: ReadonlySet<string> | undefined;
}

/** Writes the files and removes the stale ones, whose paths it returns. @throws AirgoError where that cannot be done */
export function writeRendered(
  folder: string,
  files: RenderedFiles,
  scope: FolderScope,
): readonly string[] {
  return telling(`${folder} cannot be written`, () => {
    checkTargets(folder, files, scope);
    makeFolder(folder);
    // In the folder itself, because moving a file is one step only within a file system.
    const staging = mkdtempSync(path.join(folder, ".rendering-"));
    try {
      makeFolders(staging, files);
      for (const [file, text] of files) writeFileSync(path.join(staging, file), text);
      makeFolders(folder, files);
      for (const file of files.keys())
        renameSync(path.join(staging, file), path.join(folder, file));
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    const stale = staleFiles(folder, files, scope);
    // Another render at the same time may have been faster.
    for (const file of stale) rmSync(path.join(folder, file), { force: true });
    return stale;
  });
}

function makeFolders(root: string, files: RenderedFiles): void {
  for (const below of foldersOf(files)) {
    mkdirSync(path.join(root, below), { recursive: true });
    // Before anything is moved: what cannot be finished is not begun.
    accessSync(path.join(root, below), constants.W_OK);
  }
}

function foldersOf(files: RenderedFiles): ReadonlySet<string> {
  return new Set([...files.keys()].map((file) => path.posix.dirname(file)));
}

/** What `writeRendered` would change: a unified diff of each file, empty where all is current. @throws AirgoError as it */
export function checkRendered(
  folder: string,
  files: RenderedFiles,
  scope: FolderScope,
): readonly string[] {
  checkTargets(folder, files, scope);
  const stale = staleFiles(folder, files, scope).map((file) => [file, undefined] as const);
  return [...files, ...stale].flatMap(([file, text]) => {
    const old = readText(path.join(folder, file));
    return old === text ? [] : [diffOf(`${path.basename(folder)}/${file}`, old, text)];
  });
}

const NOWHERE = "/dev/null";
// A new image in a thousand DAGs is a diff that nobody reads.
const DIFF_TIMEOUT_MS = 2000;

function diffOf(file: string, old: string | undefined, text: string | undefined): string {
  const from = old === undefined ? NOWHERE : `a/${file}`;
  const to = text === undefined ? NOWHERE : `b/${file}`;
  const patch = createTwoFilesPatch(from, to, old ?? "", text ?? "", undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
    timeout: DIFF_TIMEOUT_MS,
  });
  return patch ?? `--- ${from}\n+++ ${to}\n@@ too many lines differ to show them @@\n`;
}

/** The project's files that no DAG makes any more. */
export function staleFiles(
  folder: string,
  files: RenderedFiles,
  { projectName, among }: FolderScope,
): readonly string[] {
  return [...(among ?? writtenFiles(folder))]
    .filter((file) => !files.has(file))
    .filter((file) => isOf(projectName, readText(path.join(folder, file))))
    .sort();
}

/** The project's files in which one of the DAGs stands, whatever the DAG says now. */
export function filesWith(
  folder: string,
  dagIds: Iterable<string>,
  { projectName }: FolderScope,
): ReadonlySet<string> {
  const found = [...dagIds].flatMap((dagId) =>
    filesThatMayHold(dagId).filter((file) => {
      const text = readText(path.join(folder, file));
      return isOf(projectName, text) && text?.includes(`airgo/dag: "${dagId}"\n`) === true;
    }),
  );
  return new Set(found);
}

/** Whether there is such a file, and airgo did not render it from a DAG. */
export function isForeign(folder: string, file: string): boolean {
  return readText(path.join(folder, file))?.startsWith(FILE_HEADER) === false;
}

/** Everything that may be airgo's: it looks nowhere else. */
function writtenFiles(folder: string): readonly string[] {
  return ["", `${BACKFILL_FOLDER}/`].flatMap((place) =>
    namesIn(path.join(folder, place))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => place + name),
  );
}

/** Airgo's own by its header, and the project's by the label of its objects. */
function isOf(projectName: string, text: string | undefined): boolean {
  return text?.startsWith(FILE_HEADER) === true && (projectOf(text) ?? projectName) === projectName;
}

function projectOf(text: string): string | undefined {
  return /^ +airgo\/project: "(.*)"$/m.exec(text)?.[1];
}

/** Nothing is begun where a file or a folder is in the way. @throws AirgoError with all of them */
function checkTargets(folder: string, files: RenderedFiles, scope: FolderScope): void {
  const { among } = scope;
  throwIfAny(
    [nearestThere(folder), path.join(folder, BACKFILL_FOLDER)]
      .filter((place) => statOf(place)?.isDirectory() === false)
      .map((place) => inTheWay(place, "a file, and manifests are written into it")),
  );
  const targets = new Set([...files.keys(), ...(among ?? writtenFiles(folder))]);
  const there = new Map([...targets].map((file) => [file, statOf(path.join(folder, file))]));
  throwIfAny(
    [...targets]
      .filter((file) => there.get(file)?.isDirectory())
      .map((file) => inTheWay(path.join(folder, file), "a folder, and manifests are files")),
  );
  throwIfAny(
    [...files]
      .filter(([file]) => there.get(file) !== undefined)
      .flatMap((file) => refuseForeign(folder, file, scope)),
  );
}

/** What airgo could not make again is not written over. */
function refuseForeign(
  folder: string,
  [file, text]: readonly [file: string, text: string],
  { projectName }: FolderScope,
): readonly Problem[] {
  const target = path.join(folder, file);
  const old = readText(target);
  if (old === undefined || old === text || isOf(projectName, old)) return [];
  // Roles have no header: nothing removes them.
  const isOwnRole = !text.startsWith(FILE_HEADER) && old.includes(`"${roleName(projectName)}"`);
  if (isOwnRole) return [];
  const other = projectOf(old);
  const what =
    other === undefined ? "not what airgo rendered" : `of the project ${JSON.stringify(other)}`;
  return [inTheWay(target, `${what}, and would be written over`)];
}

function inTheWay(place: string, what: string): Problem {
  return toProblem("cannot-write", `${place} is ${what}`, { hint: `move it away, ${ELSEWHERE}` });
}

function throwIfAny([first, ...rest]: readonly Problem[]): void {
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
}

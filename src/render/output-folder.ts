// The folder of rendered files: written so that a failure leaves the last good set, compared without writing anything.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { FILE_HEADER } from "./render-project.ts";

/** Texts by their paths below the folder, with `/`. */
export type RenderedFiles = ReadonlyMap<string, string>;

export interface FolderOptions {
  /** Whether the files are all that there should be, and others of airgo's are stale. */
  readonly isWhole: boolean;
}

/** Writes the files and removes the stale ones, whose paths it returns. */
export function writeRendered(
  folder: string,
  files: RenderedFiles,
  options: FolderOptions,
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  // In the folder itself, because moving a file is one step only within a file system.
  const staging = mkdtempSync(path.join(folder, ".rendering-"));
  try {
    makeFolders(staging, files);
    for (const [file, text] of files) writeFileSync(path.join(staging, file), text);
    makeFolders(folder, files);
    for (const file of files.keys()) renameSync(path.join(staging, file), path.join(folder, file));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  const stale = staleFiles(folder, files, options);
  for (const file of stale) rmSync(path.join(folder, file));
  return stale;
}

function makeFolders(root: string, files: RenderedFiles): void {
  for (const below of new Set([...files.keys()].map((file) => path.dirname(file)))) {
    mkdirSync(path.join(root, below), { recursive: true });
  }
}

/** What `writeRendered` would change: a unified diff of each file, empty where all is current. */
export function checkRendered(
  folder: string,
  files: RenderedFiles,
  options: FolderOptions,
): readonly string[] {
  const diffs: string[] = [];
  for (const [file, text] of files) {
    const old = readText(path.join(folder, file));
    if (old !== text) diffs.push(diffOf(`${path.basename(folder)}/${file}`, old, text));
  }
  for (const file of staleFiles(folder, files, options)) {
    const old = readText(path.join(folder, file));
    diffs.push(diffOf(`${path.basename(folder)}/${file}`, old, undefined));
  }
  return diffs;
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

function staleFiles(folder: string, files: RenderedFiles, { isWhole }: FolderOptions): string[] {
  if (!isWhole) return [];
  return yamlFiles(folder)
    .filter((file) => !files.has(file))
    .filter((file) => readText(path.join(folder, file))?.startsWith(FILE_HEADER))
    .sort();
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => file.replaceAll(path.sep, "/"));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Git may have checked the file out with another system's line ends. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

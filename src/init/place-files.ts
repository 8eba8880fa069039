// Puts a set of files into a folder that may hold a person's work. Everything is looked at before anything is touched,
// written under other names before anything has its own, and what is there already stays unless it is asked to go.

import { randomUUID } from "node:crypto";
import { link, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";

/** A file of a project, by its path from the project's folder, with `/`. */
export interface ProjectFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface PlaceOptions {
  /** Replaces files that differ. */
  readonly force: boolean;
}

/** What became of each file, by its path. */
export interface Placement {
  readonly written: readonly string[];
  /** Files that were there with another content. */
  readonly replaced: readonly string[];
  /** Files that were there, and are as they were. */
  readonly kept: readonly string[];
}

/** @throws AirgoError "usage" where something is in the way, before anything is written */
export async function placeFiles(
  folder: string,
  files: readonly ProjectFile[],
  { force }: PlaceOptions,
): Promise<Placement> {
  const states = await Promise.all(files.map((file) => stateOf(folder, file)));
  const those = (...wanted: readonly State[]) =>
    files.filter((_, at) => wanted.includes(states[at] ?? "other"));
  const written = those("missing");
  const replaced = force ? those("other") : [];
  const kept = force ? those("same") : those("same", "other");
  const made: string[] = [];
  const drafts = new Map<string, string>();
  try {
    for (const file of [...written, ...replaced]) await writeDraft(folder, file, { made, drafts });
    for (const { path: name } of written) await putNew(drafts.get(name) ?? "", at(folder, name));
    for (const { path: name } of replaced) await rename(drafts.get(name) ?? "", at(folder, name));
  } catch (cause) {
    await clear(drafts, made);
    throw cannotWrite(folder, cause);
  }
  await clear(drafts, []);
  return { written: written.map(pathOf), replaced: replaced.map(pathOf), kept: kept.map(pathOf) };
}

type State = "missing" | "same" | "other";

async function stateOf(folder: string, file: ProjectFile): Promise<State> {
  const target = at(folder, file.path);
  const found = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw cannotWrite(folder, error);
  });
  if (found === undefined) return "missing";
  if (found.isDirectory()) {
    throw new AirgoError("usage", `${target} is a folder, where a file has to be`, {
      hint: "choose another folder with --dir, or move what is there",
    });
  }
  // A link, or a file that cannot be read, is somebody's: it differs.
  const content = found.isFile() ? await readFile(target).catch(() => undefined) : undefined;
  return content?.equals(Buffer.from(file.content)) ? "same" : "other";
}

interface Traces {
  /** Folders that were made, the outer before the inner. */
  readonly made: string[];
  /** Where each file was written first, by its path. */
  readonly drafts: Map<string, string>;
}

/** Beside its target, because moving a file is one step only within a file system. */
async function writeDraft(folder: string, file: ProjectFile, { made, drafts }: Traces) {
  const target = at(folder, file.path);
  const first = await mkdir(path.dirname(target), { recursive: true });
  if (first !== undefined) made.push(...foldersBetween(first, path.dirname(target)));
  const draft = path.join(path.dirname(target), `.airgo-${randomUUID()}`);
  drafts.set(file.path, draft);
  await writeFile(draft, file.content);
}

/** Gives the draft its name, and never takes another file's: one may have come since it was looked at. */
async function putNew(draft: string, target: string): Promise<void> {
  await link(draft, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw error;
    // A file system without links: nothing better is left.
    await rename(draft, target);
  });
}

function foldersBetween(outer: string, inner: string): readonly string[] {
  return inner === outer ? [outer] : [...foldersBetween(outer, path.dirname(inner)), inner];
}

async function clear(drafts: ReadonlyMap<string, string>, made: readonly string[]): Promise<void> {
  for (const draft of drafts.values()) await rm(draft, { force: true });
  // Only empty ones go: whatever has come into them stays.
  for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
}

function cannotWrite(folder: string, cause: unknown): AirgoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AirgoError("usage", `cannot write into ${folder}: ${reason}`, {
    hint: "choose another folder with --dir, or mend what is in the way",
    cause,
  });
}

function at(folder: string, name: string): string {
  return path.join(folder, ...name.split("/"));
}

function pathOf(file: ProjectFile): string {
  return file.path;
}

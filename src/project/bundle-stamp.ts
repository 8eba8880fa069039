// What a bundle was made from, so that it is made again only when something of that has changed. By content: after a
// checkout or a copy, times say nothing.

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { AirgoPackage } from "./airgo-package.ts";
import { packageFileOf } from "./bundle-place.ts";
import { findDagFiles, listFiles } from "./find-dags.ts";
import type { Project } from "./read-project.ts";
import { readIfThere, resolutionFiles, rivalNames } from "./resolution-files.ts";

export interface BundleStamp {
  /** The files that went into the bundle, by their paths from the project's root. */
  readonly inputs: readonly string[];
  /** Of all that the bundle depends on, by name; of files that are not there, empty. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What package managers write when they change what is installed. */
const LOCK_FILES = [
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "node_modules/.package-lock.json",
];

/** Names of digests that are no files begin with a blank. */
const [SETTINGS, RIVALS] = [" settings", " names"];

export async function takeStamp(
  project: Project,
  airgo: AirgoPackage,
  inputs: readonly string[],
): Promise<BundleStamp> {
  const { root, config } = project;
  const dags = await findDagFiles(root, config.dagsDir);
  const files = new Set([...(await filesBehind(project, inputs)), ...dags]);
  return {
    inputs,
    digests: {
      [SETTINGS]: digest(JSON.stringify([airgo.version, config, project.version, dags])),
      [RIVALS]: digest(JSON.stringify(rivalNames(root, inputs))),
      ...Object.fromEntries([...files].map((file) => [file, digestFile(path.join(root, file))])),
    },
  };
}

async function filesBehind(
  { root, config }: Project,
  inputs: readonly string[],
): Promise<readonly string[]> {
  const templates = await listFiles(path.join(root, config.templatesDir));
  const paths = templates.map((file) => path.posix.join(config.templatesDir, file));
  const place = [config.bundle, packageFileOf(config.bundle)];
  return [...inputs, ...resolutionFiles(root, inputs), ...LOCK_FILES, ...paths, ...place];
}

/** The stamp of the last build; undefined where there is none. */
export async function readStamp(root: string): Promise<BundleStamp | undefined> {
  try {
    const stamp: unknown = JSON.parse(await readFile(stampFile(root), "utf8"));
    return isStamp(stamp) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever may write into the project's folder may have written this. */
function isStamp(value: unknown): value is BundleStamp {
  if (typeof value !== "object" || value === null) return false;
  if (!("inputs" in value && "digests" in value)) return false;
  const { inputs, digests } = value;
  const isList = Array.isArray(inputs) && inputs.every((file) => typeof file === "string");
  return isList && typeof digests === "object" && digests !== null;
}

export async function writeStamp(root: string, stamp: BundleStamp): Promise<void> {
  const file = stampFile(root);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, JSON.stringify(stamp));
  await rename(`${file}.${process.pid}`, file);
}

/** The files that a stamp knows of, by their paths from the project's root. */
export function filesOf({ digests }: BundleStamp): readonly string[] {
  return Object.keys(digests).filter((name) => !name.startsWith(" "));
}

export function isSame({ digests: a }: BundleStamp, { digests: b }: BundleStamp): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function stampFile(root: string): string {
  return path.join(root, ".airgo", "bundle.json");
}

// Not in turn with other files: for many small ones, to wait takes three times as long as to read.
function digestFile(file: string): string {
  const content = readIfThere(file);
  return content === undefined ? "" : digest(content);
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64url");
}

// What a bundle was made from, so that it is made again only when something of that has changed. By content: after a
// checkout or a copy, times say nothing.

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { AirgoPackage } from "./airgo-package.ts";
import { findDagFiles, listFiles } from "./find-dags.ts";
import type { Project } from "./read-project.ts";

/** A digest of all that a bundle depends on, by name. */
export type BundleStamp = Readonly<Record<string, string>>;

/** What decides which files an import means, beside the files. */
const RESOLUTION = [
  "package.json",
  "tsconfig.json",
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "node_modules/.package-lock.json",
];

/** Names of a stamp that are no files begin with a blank. */
const SETTINGS = " settings";

/** `inputs` are files that went into the bundle, by their paths from the project's root. */
export async function takeStamp(
  project: Project,
  airgo: AirgoPackage,
  inputs: readonly string[],
): Promise<BundleStamp> {
  const { root, config } = project;
  const dags = await findDagFiles(root, config.dagsDir);
  const templates = await listFiles(path.join(root, config.templatesDir));
  const paths = templates.map((file) => path.posix.join(config.templatesDir, file));
  const settings = digest(JSON.stringify([airgo.version, config, project.version, dags]));
  const files = new Set([...inputs, ...RESOLUTION, ...dags, ...paths, config.bundle]);
  const digests = [...files].map(async (file) => [file, await digestFile(root, file)] as const);
  return { [SETTINGS]: settings, ...Object.fromEntries(await Promise.all(digests)) };
}

/** The stamp of the last build; undefined where there is none. */
export async function readStamp(root: string): Promise<BundleStamp | undefined> {
  try {
    const stamp: BundleStamp = JSON.parse(await readFile(stampFile(root), "utf8"));
    return stamp;
  } catch {
    return undefined;
  }
}

export async function writeStamp(root: string, stamp: BundleStamp): Promise<void> {
  const file = stampFile(root);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, JSON.stringify(stamp));
  await rename(`${file}.${process.pid}`, file);
}

/** The files that a stamp knows of. */
export function filesOf(stamp: BundleStamp): readonly string[] {
  return Object.keys(stamp).filter((name) => name !== SETTINGS);
}

export function isSame(a: BundleStamp, b: BundleStamp): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function stampFile(root: string): string {
  return path.join(root, ".airgo", "bundle.json");
}

async function digestFile(root: string, file: string): Promise<string> {
  const content = await readFile(path.join(root, file)).catch(() => undefined);
  return content === undefined ? "" : digest(content);
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64url");
}

// What the last build made of each part, so that a change of one DAG file costs the work of one. The names of parts are
// hashes of all that is in them, and in what they import.

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FileDescription } from "../../runtime/describe-dags.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import type { CompiledPart } from "./compile-part.ts";
import type { Project } from "./read-project.ts";

export interface BuildCache {
  /** Compiled parts by their names. */
  readonly compiled: Readonly<Record<string, CompiledPart>>;
  /** What DAG files have, by the names of their parts. */
  readonly described: Readonly<Record<string, FileDescription>>;
  readonly codeCache: CodeCache | undefined;
}

/** What V8 has made of airgo's own code. */
export interface CodeCache {
  /** The hash of the code. */
  readonly program: string;
  readonly base64: string;
}

const EMPTY: BuildCache = { compiled: {}, described: {}, codeCache: undefined };

/** Nothing where there is none, or where it was made by another airgo or with other settings. */
export async function readBuildCache(project: Project, airgo: AirgoPackage): Promise<BuildCache> {
  // Whoever works on airgo's own sources changes how parts are compiled.
  if (!airgo.isPacked) return EMPTY;
  try {
    const stored: BuildCache & { readonly key: string } = JSON.parse(
      await readFile(cacheFile(project), "utf8"),
    );
    return stored.key === keyOf(project, airgo) ? stored : EMPTY;
  } catch {
    return EMPTY;
  }
}

export async function writeBuildCache(
  project: Project,
  airgo: AirgoPackage,
  cache: BuildCache,
): Promise<void> {
  if (!airgo.isPacked) return;
  const file = cacheFile(project);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    `${file}.${process.pid}`,
    JSON.stringify({ key: keyOf(project, airgo), ...cache }),
  );
  await rename(`${file}.${process.pid}`, file);
}

function cacheFile({ root }: Project): string {
  return path.join(root, ".airgo", "cache", "build.json");
}

/** What the parts and the DAGs depend on beside their own code. */
function keyOf({ config }: Project, { version }: AirgoPackage): string {
  return [version, process.versions.node, config.timezone, ...config.external].join(" ");
}

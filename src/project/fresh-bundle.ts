import { stat } from "node:fs/promises";
import path from "node:path";
import type { AirgoPackage } from "./airgo-package.ts";
import type { BuildResult } from "./build-bundle.ts";
import { packageFileOf } from "./bundle-place.ts";
import { filesOf, isSame, readStamp, takeStamp, writeStamp } from "./bundle-stamp.ts";
import type { Project } from "./read-project.ts";

/** The packed file of the project as it is now, built where it is missing or stale. @throws AirgoError as `buildBundle` */
export async function freshBundle(project: Project, airgo: AirgoPackage): Promise<string> {
  if (await isFresh(project, airgo)) return path.join(project.root, project.config.bundle);
  const { file } = await buildStamped(project, airgo);
  // esbuild works in a process of its own, which would stay beside what the bundle does now.
  await (await import("esbuild")).stop();
  return file;
}

/** Whether the bundle is the one that a build would make now. */
export async function isFresh(project: Project, airgo: AirgoPackage): Promise<boolean> {
  // airgo's own sources are in no stamp: whoever works on them builds every time.
  if (!airgo.isPacked) return false;
  const last = await readStamp(project.root);
  if (last === undefined || last.digests[project.config.bundle] === "") return false;
  return isSame(last, await takeStamp(project, airgo, last.inputs));
}

/** Builds the bundle, and notes what it was made from. @throws AirgoError as `buildBundle` */
export async function buildStamped(project: Project, airgo: AirgoPackage): Promise<BuildResult> {
  const began = Date.now();
  // esbuild takes longer to load than all that a fresh bundle needs.
  const { buildBundle } = await import("./build-bundle.ts");
  const result = await buildBundle(project, airgo);
  const stamp = await takeStamp(project, airgo, result.inputs);
  const sources = filesOf(stamp).filter((file) => !isOutput(file, project));
  // A file that was saved meanwhile may be in the bundle as it was, and in the stamp as it is.
  if (!(await someChangedSince(began, project.root, sources)))
    await writeStamp(project.root, stamp);
  return result;
}

function isOutput(file: string, { config: { bundle } }: Project): boolean {
  return file === bundle || (file === packageFileOf(bundle) && file !== "package.json");
}

// File systems take their times from a clock that may be a tick late.
const TICK_MS = 20;

async function someChangedSince(
  time: number,
  root: string,
  files: readonly string[],
): Promise<boolean> {
  const changes = files.map(async (file) => {
    const found = await stat(path.join(root, file)).catch(() => undefined);
    return found !== undefined && found.mtimeMs > time - TICK_MS;
  });
  return (await Promise.all(changes)).includes(true);
}

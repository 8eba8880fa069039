import path from "node:path";
import type { AirgoPackage } from "./airgo-package.ts";
import type { BuildResult } from "./build-bundle.ts";
import { filesOf, isSame, readStamp, takeStamp, writeStamp } from "./bundle-stamp.ts";
import type { Project } from "./read-project.ts";

/** The packed file of the project as it is now, built where it is missing or stale. @throws AirgoError as `buildBundle` */
export async function freshBundle(project: Project, airgo: AirgoPackage): Promise<string> {
  if (await isFresh(project, airgo)) return path.join(project.root, project.config.bundle);
  return (await buildStamped(project, airgo)).file;
}

/** Whether the bundle is the one that a build would make now. */
export async function isFresh(project: Project, airgo: AirgoPackage): Promise<boolean> {
  // airgo's own sources are in no stamp: whoever works on them builds every time.
  if (!airgo.isPacked) return false;
  const last = await readStamp(project.root);
  if (last === undefined || last[project.config.bundle] === "") return false;
  return isSame(last, await takeStamp(project, airgo, filesOf(last)));
}

/** Builds the bundle, and notes what it was made from. @throws AirgoError as `buildBundle` */
export async function buildStamped(project: Project, airgo: AirgoPackage): Promise<BuildResult> {
  // esbuild takes longer to load than all that a fresh bundle needs.
  const { buildBundle } = await import("./build-bundle.ts");
  const result = await buildBundle(project, airgo);
  await writeStamp(project.root, await takeStamp(project, airgo, result.inputs));
  return result;
}

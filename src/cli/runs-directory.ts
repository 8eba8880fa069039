import { access, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import type { World } from "./world.ts";

/** Where the runs of a project are kept. */
export function runsDirectory({ cwd }: Pick<World, "cwd">): string {
  return path.join(cwd, ".airgo", "runs");
}

/** The same, made; undefined, with a word about it, where nothing can be written: as in a pod. */
export async function recordDirectory(
  world: Pick<World, "cwd" | "stderr">,
): Promise<string | undefined> {
  const directory = runsDirectory(world);
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    return directory;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    world.stderr.write(`this run is not kept: ${reason}\n`);
    return undefined;
  }
}

// Has a new bundle run what a pod runs, so that V8 compiles it, and takes over what V8 has made of it. A pod that finds it in
// the bundle compiles nothing of airgo.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { WARM_UP } from "../../runtime/pack-format.ts";

const PATIENCE_MS = 30_000;
// V8 writes the hashes of names too, which it seeds by chance; the same project is to give the same bytes.
const SAME_SEED = "--random-seed=1";

/** Undefined where it cannot be made: the bundle works without. `draft` is a place for the bundle's text. */
export async function makeCodeCache(draft: string, text: string): Promise<Buffer | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "airgo-code-cache-"));
  const output = path.join(folder, "code-cache");
  try {
    await writeFile(draft, text);
    await runToEnd([SAME_SEED, draft, WARM_UP, output]);
    return await readFile(output);
  } catch {
    return undefined;
  } finally {
    await Promise.all([rm(folder, { recursive: true }), rm(draft, { force: true })]);
  }
}

async function runToEnd(args: readonly string[]): Promise<void> {
  // With options of its own, V8 would make what a pod's V8 does not take.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const options = { stdio: "ignore", timeout: PATIENCE_MS, killSignal: "SIGKILL", env } as const;
  await once(spawn(process.execPath, args, options), "exit");
}

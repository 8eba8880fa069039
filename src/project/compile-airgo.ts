import { readFile } from "node:fs/promises";
import path from "node:path";
import type { AirgoPackage } from "./airgo-package.ts";
import { bundleAirgoParts } from "./bundle-airgo-parts.ts";
import { compileLoader } from "./compile-loader.ts";
import { type CompiledPart, compilePart } from "./compile-part.ts";

/** All code of airgo that goes into a bundle; plain JSON, which the npm package holds ready. */
export interface AirgoCode {
  /** What Node compiles at each start. */
  readonly boot: string;
  readonly loader: string;
  readonly core: CompiledPart;
  readonly later: readonly CompiledPart[];
}

/** airgo's code from its sources in this repository. */
export async function compileAirgo(root: string): Promise<AirgoCode> {
  const { core, later } = await bundleAirgoParts(root);
  const compile = (part: typeof core) => compilePart(part, { prefix: "airgo/", small: true });
  return {
    boot: await compileLoader(path.join(root, "runtime/boot.ts")),
    loader: await compileLoader(path.join(root, "runtime/loader.ts")),
    core: await compile(core),
    later: await Promise.all(later.map(compile)),
  };
}

/** airgo's code, compiled already or from its sources. */
export async function readAirgo({ root, isPacked, parts }: AirgoPackage): Promise<AirgoCode> {
  if (!isPacked) return compileAirgo(root);
  const code: AirgoCode = JSON.parse(await readFile(parts, "utf8"));
  return code;
}

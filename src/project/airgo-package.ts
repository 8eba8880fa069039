// Where airgo itself lives, and what of it goes into every bundle.

import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface AirgoPackage {
  readonly root: string;
  readonly version: string;
  /** Whether it is the npm package, which holds its code compiled (`parts`), and not this repository's sources. */
  readonly isPacked: boolean;
  /** The file with the compiled code, as {@link compileAirgo} makes it. */
  readonly parts: string;
}

/** The package that this very module belongs to: `src/project/…` in the repository, `lib/…/…` in the npm package. */
export function findAirgoPackage(from: string = fileURLToPath(import.meta.url)): AirgoPackage {
  const root = path.resolve(path.dirname(from), "../..");
  const manifest: { version?: unknown } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  return {
    root,
    version: String(manifest.version),
    isPacked: !from.endsWith(".ts"),
    parts: path.join(root, "lib", "parts.json"),
  };
}

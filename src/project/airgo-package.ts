// Where airgo itself lives.

import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The sources of airgo that go into every bundle. */
export interface AirgoPackage {
  readonly root: string;
  readonly version: string;
  /** The code that finds all other code in the packed file. */
  readonly loader: string;
  /** Where the runtime begins, and what `import "airgo"` means; what they import is evaluated at each start. */
  readonly main: string;
  readonly index: string;
  /** Modules that a pod never uses, although its code imports them: evaluated at the first use of what they export. */
  readonly lazy: readonly string[];
}

/** The package that this very module belongs to. */
export function findAirgoPackage(from: string = fileURLToPath(import.meta.url)): AirgoPackage {
  const root = path.resolve(path.dirname(from), "../..");
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const holds = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return {
    root,
    version: holds ? String(manifest.version) : "0.0.0",
    loader: path.join(root, "runtime/loader.ts"),
    main: path.join(root, "runtime/main.ts"),
    index: path.join(root, "src/index.ts"),
    lazy: LAZY.map((file) => path.join(root, file)),
  };
}

// Nothing happens when they are evaluated. A pod that succeeds calls none of them, and compiling them costs it a tenth of its
// start; whatever does call them finds them as if they had been loaded at once.
const LAZY = [
  "runtime/codec/refuse-value.ts",
  "runtime/pod/describe-failure.ts",
  "src/core/check-labels.ts",
  "src/core/compile-spec.ts",
  "src/core/did-you-mean.ts",
  "src/core/operator-options.ts",
  "src/core/quantity.ts",
  "src/core/ticks-of.ts",
  "src/core/unknown-option.ts",
];

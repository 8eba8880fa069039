// What `import` means in a user's files: airgo itself, packages that stay outside, and everything else as esbuild has it.

import type { OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { EXTERNAL_PREFIX } from "../../runtime/pack-format.ts";
import type { AirgoPackage } from "./airgo-package.ts";

/** `import "airgo"` is the very module that runs the bundle: an operator and its runtime share one copy. */
export function airgoImports(airgo: AirgoPackage): Plugin {
  return {
    name: "airgo-imports",
    setup(build) {
      build.onResolve({ filter: /^airgo$/ }, () => ({ path: airgo.index }));
      build.onResolve({ filter: /^airgo\/testing$/ }, () => ({ path: airgo.testing }));
    },
  };
}

/**
 * Packages that are looked for beside the bundle. What an `import` asks for is marked, because the runtime gives it the
 * shape that Node gives to ES modules; what `require` asks for is not.
 */
export function externalPackages(names: readonly string[]): Plugin {
  return {
    name: "airgo-external",
    setup(build) {
      for (const name of names) {
        const filter = new RegExp(`^${name.replace(/[.]/g, "\\.")}(/|$)`);
        build.onResolve({ filter }, resolveExternal);
      }
    },
  };
}

function resolveExternal({ path, kind }: OnResolveArgs): OnResolveResult {
  const isRequire = kind === "require-call" || kind === "require-resolve";
  return { path: isRequire ? path : `${EXTERNAL_PREFIX}${path}`, external: true };
}

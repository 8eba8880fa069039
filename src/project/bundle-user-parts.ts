// The project's own half of the bundle: one entry a DAG file, and what several of them share as parts of its own.

import path from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { CORE_PREFIX, EXTERNAL_PREFIX } from "../../runtime/pack-format.ts";
import { bundleEsmParts, type EsmParts } from "./esm-parts.ts";
import type { Project } from "./read-project.ts";

// Assets that are text become strings. Anything else has to be a package's business.
const TEXT_FILES = [".txt", ".md", ".sql", ".html", ".csv", ".graphql", ".yaml", ".yml"];

/** @throws AirgoError "build-failed" or "top-level-await", with every place */
export function bundleUserParts(project: Project, files: readonly string[]): Promise<EsmParts> {
  const { setup, external } = project.config;
  const entries = new Set([...files, ...(setup === undefined ? [] : [setup])]);
  return bundleEsmParts(project.root, {
    entryPoints: [...entries].map((file) => path.join(project.root, file)),
    loader: Object.fromEntries(TEXT_FILES.map((ending) => [ending, "text"])),
    plugins: [AIRGO_ITSELF, externalPackages(external)],
    // An error's class is known by its name, and two files may have one of the same.
    keepNames: true,
  });
}

/** `import "airgo"` is the very module that runs the bundle: an operator and its runtime share one copy. */
const AIRGO_ITSELF: Plugin = {
  name: "airgo-itself",
  setup(build) {
    const target = { path: `${CORE_PREFIX}src/index.ts`, external: true };
    build.onResolve({ filter: /^airgo$/ }, () => target);
  },
};

/**
 * Packages that are looked for beside the bundle. What an `import` asks for is marked, because the loader gives it the
 * shape that Node gives to ES modules; what `require` asks for is not.
 */
function externalPackages(names: readonly string[]): Plugin {
  return {
    name: "airgo-external",
    setup(build) {
      for (const name of names) {
        const filter = new RegExp(`^${name.replaceAll(".", "\\.")}(/|$)`);
        build.onResolve({ filter }, resolveExternal);
      }
    },
  };
}

function resolveExternal({ path, kind }: OnResolveArgs): OnResolveResult {
  const isRequire = kind === "require-call" || kind === "require-resolve";
  return { path: isRequire ? path : `${EXTERNAL_PREFIX}${path}`, external: true };
}

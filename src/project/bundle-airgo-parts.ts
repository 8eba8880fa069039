// airgo's own half of the bundle. What every start evaluates is one part, the core; what only commands use, and what a pod's
// code imports but never uses, are parts that are compiled when they are asked for. All share the core's modules.

import path from "node:path";
import type { OnResolveArgs, Plugin } from "esbuild";
import { CORE_PREFIX, LATER_PREFIX } from "../../runtime/pack-format.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import { bundleEsmParts, type EsmPart } from "./esm-parts.ts";

export interface AirgoParts {
  readonly core: EsmPart;
  /** Their entries are files of airgo, by which the core asks for them. */
  readonly later: readonly EsmPart[];
}

export async function bundleAirgoParts(airgo: AirgoPackage): Promise<AirgoParts> {
  const { root, main, index } = airgo;
  const { coreFiles, laterFiles } = await divideFiles(airgo);
  const shared = new Set([main, index]);
  const { parts: later } = await bundleEsmParts(root, {
    entryPoints: [...laterFiles],
    plugins: [shareCore(root, coreFiles, shared)],
    // It cannot be bundled; what needs it runs where it is installed.
    external: ["esbuild"],
  });
  const exportShared = [...shared].map((file) => {
    return `export * as ${JSON.stringify(nameOf(root, file))} from ${JSON.stringify(file)};`;
  });
  const { parts } = await bundleEsmParts(root, {
    stdin: { contents: exportShared.join("\n"), resolveDir: root, sourcefile: "airgo-core.js" },
    plugins: [deferLater(airgo, new Set())],
  });
  const [core] = parts;
  if (core === undefined) throw new Error("esbuild made nothing of airgo's core");
  return { core, later };
}

/** How the core's code names a file of airgo. */
function nameOf(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join("/");
}

interface Division {
  readonly coreFiles: ReadonlySet<string>;
  readonly laterFiles: ReadonlySet<string>;
}

async function divideFiles(airgo: AirgoPackage): Promise<Division> {
  const { root, main, index } = airgo;
  const laterFiles = new Set<string>();
  const plugins = [deferLater(airgo, laterFiles)];
  const { inputs } = await bundleEsmParts(root, { entryPoints: [main, index], plugins });
  return { coreFiles: new Set(inputs.map((file) => path.join(root, file))), laterFiles };
}

/** In the core: leaves out what is loaded later, and notes it. */
function deferLater({ root, lazy }: AirgoPackage, found: Set<string>): Plugin {
  return redirectFiles("airgo-later", (file, kind) => {
    if (kind !== "dynamic-import" && !lazy.includes(file)) return undefined;
    found.add(file);
    return `${LATER_PREFIX}${nameOf(root, file)}`;
  });
}

/** In all other parts: leaves out what the core has, and notes what they take from it. */
function shareCore(root: string, coreFiles: ReadonlySet<string>, taken: Set<string>): Plugin {
  return redirectFiles("airgo-core", (file) => {
    if (!coreFiles.has(file)) return undefined;
    taken.add(file);
    return `${CORE_PREFIX}${nameOf(root, file)}`;
  });
}

type Redirect = (file: string, kind: OnResolveArgs["kind"]) => string | undefined;

function redirectFiles(name: string, redirect: Redirect): Plugin {
  return {
    name,
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: specifier, resolveDir, kind }) => {
        const target = redirect(path.join(resolveDir, specifier), kind);
        return target === undefined ? undefined : { path: target, external: true };
      });
    },
  };
}

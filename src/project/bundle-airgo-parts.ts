// airgo's own half of the bundle. What every start evaluates is one part, the core; what only commands use, and what a pod's
// code imports but never uses, are parts that are compiled when they are asked for. All share the core's modules.

import path from "node:path";
import type { OnResolveArgs, Plugin } from "esbuild";
import { CORE_PREFIX, EXTERNAL_PREFIX, LATER_PREFIX } from "../../runtime/pack-format.ts";
import { bundleEsmParts, type EsmPart } from "./esm-parts.ts";

export interface AirgoParts {
  readonly core: EsmPart;
  /** Their entries are files of airgo, by which the core asks for them. */
  readonly later: readonly EsmPart[];
}

// What these import is evaluated at each start: where the runtime begins, and what `import "airgo"` means.
const CORE_ENTRIES = ["runtime/main.ts", "src/index.ts"];

// Nothing happens when these are evaluated. A pod that succeeds calls none of them, and compiling them costs it a tenth of
// its start; whatever does call them finds them as if they had been loaded at once. (Something does happen in
// get-context.ts: a bundle whose code has that word loads it when it is opened.)
const LAZY = [
  "runtime/externals.ts",
  "runtime/codec/refuse-value.ts",
  "runtime/pod/describe-failure.ts",
  "src/core/check-labels.ts",
  "src/core/compile-spec.ts",
  "src/core/did-you-mean.ts",
  "src/core/operator-options.ts",
  "src/core/quantity.ts",
  "src/core/ticks-of.ts",
  "src/core/unknown-option.ts",
  "src/taskflow/get-context.ts",
];

// `traverseDagsFolder()` builds bundles, and is in none: there, an airgo that is installed beside the bundle is asked.
const BUILDER = "src/project/traverse-dags-folder.ts";

/** @param root of this repository */
export async function bundleAirgoParts(root: string): Promise<AirgoParts> {
  const { coreFiles, laterFiles } = await divideFiles(root);
  const shared = new Set(CORE_ENTRIES);
  const { parts: later } = await bundleEsmParts(root, {
    entryPoints: [...laterFiles],
    plugins: [shareCore(root, coreFiles, shared), quickWidths(root)],
    // It cannot be bundled; what needs it runs where it is installed.
    external: ["esbuild"],
  });
  const contents = [...shared].map((file) => `export * as "${file}" from "./${file}";`).join("\n");
  const { parts } = await bundleEsmParts(root, {
    stdin: { contents, resolveDir: root, sourcefile: "airgo-core.js" },
    plugins: [deferLater(root, new Set())],
  });
  const [core] = parts;
  if (core === undefined) throw new Error("esbuild made nothing of airgo's core");
  return { core, later };
}

interface Division {
  readonly coreFiles: ReadonlySet<string>;
  readonly laterFiles: ReadonlySet<string>;
}

async function divideFiles(root: string): Promise<Division> {
  const laterFiles = new Set<string>();
  const plugins = [deferLater(root, laterFiles)];
  const { inputs } = await bundleEsmParts(root, { entryPoints: CORE_ENTRIES, plugins });
  return { coreFiles: new Set(inputs), laterFiles };
}

/** In the core: leaves out what is loaded later, and notes it. */
function deferLater(root: string, found: Set<string>): Plugin {
  return redirectFiles(root, (file, kind) => {
    if (file === BUILDER) return `${EXTERNAL_PREFIX}airgo`;
    if (kind !== "dynamic-import" && !LAZY.includes(file)) return undefined;
    found.add(file);
    return `${LATER_PREFIX}${file}`;
  });
}

/** In all other parts: leaves out what the core has, and notes what they take from it. */
function shareCore(root: string, coreFiles: ReadonlySet<string>, taken: Set<string>): Plugin {
  return redirectFiles(root, (file) => {
    if (!coreFiles.has(file)) return undefined;
    taken.add(file);
    return `${CORE_PREFIX}${file}`;
  });
}

/** Lets yargs and what it brings along ask for widths where asking is cheap. */
function quickWidths(root: string): Plugin {
  const standIn = path.join(root, "src/cli/string-width.ts");
  return {
    name: "airgo-widths",
    setup(build) {
      build.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
        importer === standIn ? undefined : { path: standIn },
      );
    },
  };
}

type Redirect = (file: string, kind: OnResolveArgs["kind"]) => string | undefined;

/** Imports of airgo's own files; `redirect` gets their paths from the root. */
function redirectFiles(root: string, redirect: Redirect): Plugin {
  return {
    name: "airgo-parts",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: specifier, resolveDir, kind }) => {
        const file = path.relative(root, path.join(resolveDir, specifier));
        const target = redirect(file.split(path.sep).join("/"), kind);
        return target === undefined ? undefined : { path: target, external: true };
      });
    },
  };
}

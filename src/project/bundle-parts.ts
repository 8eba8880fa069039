// esbuild's half of the packing: one entry a DAG file, and what several of them share as parts of its own.

import path from "node:path";
import { type BuildOptions, build, type Metafile, type OutputFile } from "esbuild";
import type { AirgoPackage } from "./airgo-package.ts";
import { airgoImports, externalPackages } from "./esbuild-plugin.ts";
import { asBuildError } from "./esbuild-problems.ts";
import type { Project } from "./read-project.ts";

/** One output of esbuild: an ES module that imports others by their names. */
export interface EsmPart {
  /** `airgo-part-HASH.js`; the hash covers all that it imports. */
  readonly name: string;
  readonly code: string;
  /** JSON. */
  readonly map: string;
  /** The source file that the part is the entry for, from the project's root. */
  readonly entry: string | undefined;
  /** Names of the parts that are evaluated with it. */
  readonly imports: readonly string[];
  /** Names of the parts that it asks for when it runs. */
  readonly dynamicImports: readonly string[];
}

export interface BundledParts {
  readonly parts: readonly EsmPart[];
  /** Every file that went in, from the project's root. */
  readonly inputs: readonly string[];
}

// Assets that are text become strings. Anything else has to be a package's business.
const TEXT_FILES = [".txt", ".md", ".sql", ".html", ".csv", ".graphql", ".yaml", ".yml"];

/** @throws AirgoError "build-failed" or "top-level-await", with every place */
export async function bundleParts(
  project: Project,
  airgo: AirgoPackage,
  files: readonly string[],
): Promise<BundledParts> {
  try {
    const options = partOptions(project, airgo, files);
    const { outputFiles, metafile } = await build(options);
    return readOutputs(project.root, outputFiles, metafile);
  } catch (error) {
    throw asBuildError(error);
  }
}

function partOptions(project: Project, airgo: AirgoPackage, files: readonly string[]) {
  const { setup, external } = project.config;
  const entries = [...files, ...(setup === undefined ? [] : [setup])];
  return {
    absWorkingDir: project.root,
    entryPoints: [airgo.main, ...new Set(entries.map((file) => path.join(project.root, file)))],
    entryNames: "airgo-part-[hash]",
    chunkNames: "airgo-part-[hash]",
    outdir: project.root,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // The parts become CommonJS, which has no await at the top level; refused here, the place is the user's own.
    supported: { "top-level-await": false },
    define: {
      "import.meta.url": "$airgoUrl",
      "import.meta.filename": "__filename",
      "import.meta.dirname": "__dirname",
    },
    loader: Object.fromEntries(TEXT_FILES.map((ending) => [ending, "text" as const])),
    // esbuild itself cannot be bundled; whatever needs it runs where it is installed.
    external: ["esbuild"],
    plugins: [airgoImports(airgo), externalPackages(external)],
    keepNames: true,
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: "silent",
  } as const satisfies BuildOptions;
}

function readOutputs(
  root: string,
  outputFiles: readonly OutputFile[],
  { inputs, outputs }: Metafile,
): BundledParts {
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file]));
  const names = Object.keys(outputs).filter((name) => name.endsWith(".js"));
  return {
    parts: names.map((output) => {
      const name = path.basename(output);
      const { imports = [], entryPoint } = outputs[output] ?? {};
      const own = imports.filter((wanted) => wanted.external !== true);
      const of = (kind: string) =>
        own.filter((wanted) => wanted.kind === kind).map((wanted) => path.basename(wanted.path));
      return {
        name,
        code: texts.get(name)?.text ?? "",
        map: texts.get(`${name}.map`)?.text ?? "{}",
        entry: entryPoint && path.relative(root, path.resolve(root, entryPoint)),
        imports: of("import-statement"),
        dynamicImports: of("dynamic-import"),
      };
    }),
    inputs: Object.keys(inputs),
  };
}

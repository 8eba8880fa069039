// esbuild's outputs, as the packer takes them.

import path from "node:path";
import { type BuildOptions, build, type Metafile, type OutputFile } from "esbuild";
import { asBuildError } from "./esbuild-problems.ts";
import { PART_OPTIONS } from "./part-options.ts";

/** One output of esbuild: an ES module that imports others by their names. */
export interface EsmPart {
  /** `airgo-part-HASH.js`; the hash covers all that is bundled with it. */
  readonly name: string;
  readonly code: string;
  /** JSON. */
  readonly map: string;
  /** The source file that the part is the entry for, from `root`. */
  readonly entry: string | undefined;
  /** Whether the entry is a CommonJS module, all of which is the default export. */
  readonly isCommonJs: boolean;
  /** Names of the parts that are evaluated with it. */
  readonly imports: readonly string[];
  /** The source files that are in it, from `root`, and how many bytes of it are theirs. */
  readonly sources: ReadonlyMap<string, number>;
}

/** What each file imports when it is evaluated, in the order of its text. */
export type ModuleGraph = ReadonlyMap<string, readonly string[]>;

export interface EsmParts {
  readonly parts: readonly EsmPart[];
  readonly modules: ModuleGraph;
  /** Every file that went in, from `root`. */
  readonly inputs: readonly string[];
}

/** @throws AirgoError "build-failed" or "top-level-await", with every place */
export async function bundleEsmParts(root: string, options: BuildOptions): Promise<EsmParts> {
  try {
    const { outputFiles, metafile } = await build({
      ...options,
      ...PART_OPTIONS,
      absWorkingDir: root,
      outdir: root,
    });
    const parts = readOutputs(outputFiles, metafile);
    return { parts, modules: readGraph(metafile), inputs: Object.keys(metafile.inputs) };
  } catch (error) {
    throw asBuildError(error);
  }
}

function readOutputs(files: readonly OutputFile[], metafile: Metafile): readonly EsmPart[] {
  const texts = new Map(files.map((file) => [path.basename(file.path), file]));
  const ownOutputs = Object.entries(metafile.outputs).filter(([output]) => output.endsWith(".js"));
  return ownOutputs.map(([output, { entryPoint, imports, inputs }]) => {
    const name = path.basename(output);
    const together = imports.filter(
      ({ kind, external }) => kind === "import-statement" && !external,
    );
    return {
      name,
      code: texts.get(name)?.text ?? "",
      map: texts.get(`${name}.map`)?.text ?? "{}",
      entry: entryPoint,
      isCommonJs: metafile.inputs[entryPoint ?? ""]?.format === "cjs",
      imports: together.map((imported) => path.basename(imported.path)),
      sources: new Map(Object.entries(inputs).map(([file, own]) => [file, own.bytesInOutput])),
    };
  });
}

/** A CommonJS module is evaluated where it is required, whatever imports it. */
function readGraph({ inputs }: Metafile): ModuleGraph {
  const files = Object.entries(inputs).filter(([, { format }]) => format !== "cjs");
  const known = new Set(files.map(([file]) => file));
  return new Map(
    files.map(([file, { imports }]) => {
      const statements = imports.filter(({ kind }) => kind === "import-statement");
      return [file, statements.map(({ path: to }) => to).filter((to) => known.has(to))];
    }),
  );
}

// Simpler ways than the packed file to have all DAGs in one file, to compare it with. The runtime is the same, without the
// command line.

import path from "node:path";
import type { BundleSummary, DagEntry } from "../runtime/bundle.ts";
import { PART_PARAMETERS } from "../runtime/pack-format.ts";
import { findAirgoPackage } from "../src/project/airgo-package.ts";
import { bundleUserParts } from "../src/project/bundle-user-parts.ts";
import { readAirgo } from "../src/project/compile-airgo.ts";
import { compileLoader } from "../src/project/compile-loader.ts";
import { compilePart } from "../src/project/compile-part.ts";
import { findDagFiles } from "../src/project/find-dags.ts";
import { orderParts } from "../src/project/order-parts.ts";
import type { Project } from "../src/project/read-project.ts";

type PrintModule = (code: string) => string;

const asFunction: PrintModule = (code) => `function (${PART_PARAMETERS.join(", ")}) {\n${code}\n}`;
const asString: PrintModule = (code) => JSON.stringify(code);

/** By what the ADR calls them. */
export const SIMPLE_LAYOUTS = {
  "a function a module, all evaluated": { print: asFunction, eager: true },
  "a function a module": { print: asFunction, eager: false },
  "a string a module": { print: asString, eager: false },
} as const;

/** The texts of the project's bundle in each of the layouts. */
export async function printSimpleLayouts(
  project: Project,
  dags: readonly DagEntry[],
  summary: BundleSummary,
): Promise<ReadonlyMap<string, string>> {
  const files = await findDagFiles(project.root, project.config.dagsDir);
  const { parts } = await bundleUserParts(project, files);
  const form = { prefix: "", small: false };
  const compiled = await Promise.all(parts.map((part) => compilePart(part, form)));
  const { core, shared, entries } = orderParts(await readAirgo(findAirgoPackage()), compiled);
  const loader = await compileLoader(path.join(import.meta.dirname, "simple-loader.ts"));
  const print = ({ print: printModule, eager }: { print: PrintModule; eager: boolean }) => {
    const modules = [core, ...shared, ...entries].map(
      ({ code }, at) => `${at}: ${at === 0 ? asFunction(code) : printModule(code)}`,
    );
    const records = dags.map(({ dagId, module, file }) => [dagId, module, file, ""]);
    const host = `dags: ${JSON.stringify(records)}, summary: ${JSON.stringify(summary)}, eager: ${eager}, require`;
    return `${loader}\nmodule.exports.start({ parts: {\n${modules.join(",\n")}\n}, ${host} });\n`;
  };
  return new Map(Object.entries(SIMPLE_LAYOUTS).map(([name, layout]) => [name, print(layout)]));
}

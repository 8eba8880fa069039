// From a project to its packed file: bundle, compile, pack, ask the new file for its DAGs, and pack it again with the answer.

import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleSummary } from "../../runtime/bundle.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import { bundleParts } from "./bundle-parts.ts";
import { compileLoader } from "./compile-loader.ts";
import { describeFiles } from "./describe-files.ts";
import { findDagFiles } from "./find-dags.ts";
import { type OrderedParts, orderParts } from "./order-parts.ts";
import { type PackContents, type PackedPart, packFile } from "./pack-file.ts";
import type { Project } from "./read-project.ts";
import { readTemplates } from "./read-templates.ts";
import { type SortedDags, sortOutDags } from "./sort-out-dags.ts";
import { toCommonJs } from "./to-common-js.ts";

/** A bundle that was built. */
export interface BuildResult extends SortedDags {
  /** Absolute. */
  readonly file: string;
  readonly hash: string;
}

/** @throws AirgoError "build-failed", "top-level-await"; what is wrong with single DAG files is in the result */
export async function buildBundle(project: Project, airgo: AirgoPackage): Promise<BuildResult> {
  const files = await findDagFiles(project.root, project.config.dagsDir);
  const { parts } = await bundleParts(project, airgo, files);
  const ordered = orderParts(parts, path.relative(project.root, airgo.main), files);
  const contents = await packContents(project, airgo, ordered);
  const file = path.join(project.root, project.config.bundle);
  // Beside the bundle, so that external packages are found from it as they will be later.
  const draft = `${file.replace(/\.c?js$/, "")}.${randomUUID()}.js`;
  await mkdir(path.dirname(file), { recursive: true });
  // The project itself may be of ES modules.
  await writeFile(path.join(path.dirname(file), "package.json"), '{ "type": "commonjs" }\n');
  try {
    await writeFile(draft, packFile(contents));
    const requests = files.map((name) => ({ file: name, module: ordered.moduleOf(name) }));
    const described = await describeFiles(draft, requests, project.config.timezone);
    const sorted = sortOutDags(described, ordered.moduleOf);
    await writeFile(draft, packFile(withDags(contents, sorted)), { mode: 0o755 });
    await rename(draft, file);
    return { file, hash: contents.summary.hash, ...sorted };
  } finally {
    await rm(draft, { force: true });
  }
}

type Contents = PackContents & { readonly summary: BundleSummary };

async function packContents(
  project: Project,
  airgo: AirgoPackage,
  ordered: OrderedParts,
): Promise<Contents> {
  const { config, origins, version } = project;
  const [loader, templates, groups] = await Promise.all([
    compileLoader(airgo.loader),
    readTemplates(project),
    Promise.all(ordered.groups.map((group) => compileGroup(group, ordered.numbers))),
  ]);
  const hash = hashOf([loader, templates, groups, config, version, airgo.version]);
  const { projectName, setup } = config;
  const setupModule = setup === undefined ? undefined : ordered.moduleOf(setup);
  return {
    loader,
    groups,
    summary: { projectName, version, airgoVersion: airgo.version, hash, config, setupModule },
    dags: [],
    data: { origins, templates, broken: [] },
  };
}

function compileGroup(
  parts: OrderedParts["groups"][number],
  numbers: OrderedParts["numbers"],
): Promise<readonly PackedPart[]> {
  return Promise.all(
    parts.map(async (part): Promise<PackedPart> => {
      const { code, map } = await toCommonJs(part);
      return { record: [part.entry ?? part.name, numberNames(code, numbers)], map };
    }),
  );
}

/** Parts name one another by numbers that are as long as esbuild's hashes, so that columns stay. */
function numberNames(code: string, numbers: OrderedParts["numbers"]): string {
  return code.replace(/"\.\/(airgo-part-[A-Z0-9]{8}\.js)"/g, (text, name: string) => {
    const number = numbers.get(name);
    return number === undefined ? text : `"./airgo-part-${String(number).padStart(8, "0")}.js"`;
  });
}

function withDags(contents: Contents, { dags, broken }: SortedDags): PackContents {
  return { ...contents, dags, data: { ...contents.data, broken } };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

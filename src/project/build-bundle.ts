// From a project to its packed file: bundle, compile, pack, ask the new file for its DAGs, and pack it again with the answer.

import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleSummary } from "../../runtime/bundle.ts";
import { LATER_PREFIX } from "../../runtime/pack-format.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import { bundleAirgoParts } from "./bundle-airgo-parts.ts";
import { bundleUserParts } from "./bundle-user-parts.ts";
import { compileLoader } from "./compile-loader.ts";
import { describeFiles } from "./describe-files.ts";
import type { EsmPart } from "./esm-parts.ts";
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
  const [own, user] = await Promise.all([
    bundleAirgoParts(airgo),
    bundleUserParts(project, airgo, files),
  ]);
  const ordered = orderParts(own, user.parts);
  const contents = await packContents(project, airgo, ordered);
  const file = path.join(project.root, project.config.bundle);
  // Beside the bundle, so that external packages are found from it as they will be later.
  const draft = `${file.replace(/\.c?js$/, "")}.${randomUUID()}.js`;
  await mkdir(path.dirname(file), { recursive: true });
  // The project itself may be of ES modules.
  await writeFile(path.join(path.dirname(file), "package.json"), '{ "type": "commonjs" }\n');
  try {
    await writeFile(draft, packFile(contents));
    const requests = files.map((name) => ({ file: name, module: ordered.numberOf(name) }));
    const described = await describeFiles(draft, requests, project.config.timezone);
    const sorted = sortOutDags(described, ordered.numberOf);
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
  const [loader, templates, core, shared, entries, later] = await Promise.all([
    compileLoader(airgo.loader),
    readTemplates(project),
    compilePart(ordered.core, ordered),
    compileParts(ordered.shared, ordered),
    compileParts(ordered.entries, ordered),
    compileParts(ordered.later, ordered),
  ]);
  const all = [core, shared, entries, later];
  const hash = hashOf([loader, templates, all, config, version, airgo.version]);
  const { projectName, setup } = config;
  const setupModule = setup === undefined ? undefined : ordered.numberOf(setup);
  return {
    loader,
    core,
    shared,
    entries,
    later,
    summary: { projectName, version, airgoVersion: airgo.version, hash, config, setupModule },
    dags: [],
    data: { origins, templates, broken: [] },
  };
}

function compileParts(parts: readonly EsmPart[], ordered: OrderedParts): Promise<PackedPart[]> {
  return Promise.all(parts.map((part) => compilePart(part, ordered)));
}

async function compilePart(part: EsmPart, ordered: OrderedParts): Promise<PackedPart> {
  const isOwn = part === ordered.core || ordered.later.includes(part);
  const { code, map } = await toCommonJs(part, { small: isOwn });
  const file = part.entry ?? part.name;
  return {
    record: [isOwn ? `airgo/${file}` : file, numberNames(code, ordered.numbers)],
    // Nobody has airgo's sources open: their names say whose they are.
    map: isOwn ? { ...map, sources: map.sources.map((source) => `airgo/${source}`) } : map,
  };
}

const PART_REFERENCE = new RegExp(`"(\\./airgo-part-\\w{8}\\.js|${LATER_PREFIX}[^"]+)"`, "g");

/** Parts name one another by numbers: as many digits as esbuild's hashes have, so that columns stay. */
function numberNames(code: string, numbers: ReadonlyMap<string, number>): string {
  return code.replace(PART_REFERENCE, (text, name: string) => {
    const number = numbers.get(name);
    if (number === undefined) return text;
    const isLater = name.startsWith(LATER_PREFIX);
    return isLater
      ? `"${LATER_PREFIX}${number}"`
      : `"./airgo-part-${String(number).padStart(8, "0")}.js"`;
  });
}

function withDags(contents: Contents, { dags, broken }: SortedDags): PackContents {
  return { ...contents, dags, data: { ...contents.data, broken } };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

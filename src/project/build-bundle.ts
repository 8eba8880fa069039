// From a project to its packed file: bundle, compile, pack, ask the new file for its DAGs, and pack it again with the answer.

import { createHash, randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleSummary } from "../../runtime/bundle.ts";
import type { FileDescription } from "../../runtime/describe-dags.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import { type BuildCache, type CodeCache, readBuildCache, writeBuildCache } from "./build-cache.ts";
import { preparePlace } from "./bundle-place.ts";
import { bundleUserParts } from "./bundle-user-parts.ts";
import { readAirgo } from "./compile-airgo.ts";
import { type CompiledPart, compilePart } from "./compile-part.ts";
import { describeFiles } from "./describe-files.ts";
import { findDagFiles } from "./find-dags.ts";
import { makeCodeCache } from "./make-code-cache.ts";
import { orderParts } from "./order-parts.ts";
import { type PackContents, type PackedFileText, packFile } from "./pack-file.ts";
import type { Project } from "./read-project.ts";
import { readTemplates } from "./read-templates.ts";
import { type SortedDags, sortOutDags } from "./sort-out-dags.ts";

/** A bundle that was built. */
export interface BuildResult extends SortedDags {
  /** Absolute. */
  readonly file: string;
  /** SHA-256 of all that is in it, in hexadecimal. */
  readonly hash: string;
  /** The project's files that went into it, from its root. */
  readonly inputs: readonly string[];
}

/** @throws AirgoError "invalid-config", "build-failed", "top-level-await"; what is wrong with single DAG files is in the result */
export async function buildBundle(project: Project, airgo: AirgoPackage): Promise<BuildResult> {
  const { root, config } = project;
  const files = await findDagFiles(root, config.dagsDir);
  const cache = await readBuildCache(project, airgo);
  const compiled = await compileProject(project, airgo, { files, cache });
  const file = path.join(root, config.bundle);
  await preparePlace(project, [...compiled.inputs, ...files]);
  const described = await describeProject(project, compiled, { files, cache, file });
  const sorted = sortOutDags(described, compiled.numberOf);
  const packed = packFile(withDags(compiled.contents, sorted));
  const codeCache = await codeCacheOf(packed, { cache, file });
  await replaceFile(file, packed.print(codeCache && Buffer.from(codeCache.base64, "base64")));
  await writeBuildCache(project, airgo, { ...cacheOf(compiled, described), codeCache });
  return { file, hash: compiled.contents.summary.hash, inputs: compiled.inputs, ...sorted };
}

/** V8 would take it for any program of the same length. */
async function codeCacheOf(
  { program, print }: PackedFileText,
  { cache, file }: { readonly cache: BuildCache; readonly file: string },
): Promise<CodeCache | undefined> {
  const hash = hashOf(program);
  if (cache.codeCache?.program === hash) return cache.codeCache;
  const bytes = await makeCodeCache(draftOf(file), print());
  return bytes && { program: hash, base64: bytes.toString("base64") };
}

interface CompiledProject {
  readonly inputs: readonly string[];
  readonly parts: readonly CompiledPart[];
  readonly contents: PackContents & { readonly summary: BundleSummary };
  numberOf(file: string): number;
}

interface ProjectFiles {
  readonly files: readonly string[];
  readonly cache: BuildCache;
}

async function compileProject(
  project: Project,
  airgo: AirgoPackage,
  { files, cache }: ProjectFiles,
): Promise<CompiledProject> {
  const { config, origins, version } = project;
  const [code, { parts: modules, inputs, setup }, templates] = await Promise.all([
    readAirgo(airgo),
    bundleUserParts(project, files),
    readTemplates(project),
  ]);
  const form = { prefix: "", small: false };
  const parts = await Promise.all(
    modules.map(async (part) => {
      const known = cache.compiled[part.name] ?? (await compilePart(part, form));
      return { ...known, entry: part.entry }; // a link to the file may have another name now
    }),
  );
  const { numberOf, laterNumberOf, ...ordered } = orderParts(code, parts);
  // To follow a task through all that it calls costs a start a fiftieth: only where something asks for it.
  const asksForContext = parts.some((part) => /\bgetContext\b/.test(part.code));
  const { projectName } = config;
  const summary = {
    projectName,
    version,
    airgoVersion: airgo.version,
    hash: hashOf([code.boot, code.loader, ordered, templates, config, version, airgo.version]),
    config,
    setupModule: setup === undefined ? undefined : numberOf(setup),
    contextModule: asksForContext ? laterNumberOf("src/taskflow/get-context.ts") : undefined,
  };
  const data = { origins, templates, broken: [] };
  const contents = { ...ordered, boot: code.boot, loader: code.loader, summary, dags: [], data };
  return { inputs, parts, numberOf, contents };
}

/** What each DAG file has, in their order; only those that have changed are evaluated. */
async function describeProject(
  { config }: Project,
  { parts, contents, numberOf }: CompiledProject,
  { files, cache, file: bundle }: ProjectFiles & { readonly file: string },
): Promise<readonly FileDescription[]> {
  const known = new Map<string, FileDescription>();
  for (const { name, entry } of parts) {
    const description = cache.described[name];
    if (entry === undefined || description === undefined) continue;
    known.set(entry, { ...description, file: entry });
  }
  const unknown = files.filter((file) => !known.has(file));
  if (unknown.length > 0) {
    const draft = draftOf(bundle);
    await writeFile(draft, packFile(contents, { draft: true }).print());
    const requests = unknown.map((file) => ({ file, module: numberOf(file) }));
    const described = await describeFiles(draft, requests, config.timezone).finally(() =>
      rm(draft),
    );
    for (const description of described) known.set(description.file, description);
  }
  return files.flatMap((file) => known.get(file) ?? []);
}

/** Beside the bundle, so that external packages are found from it as they will be later. */
function draftOf(bundle: string): string {
  const { dir, name, ext } = path.parse(bundle);
  return path.join(dir, `${name}.${randomUUID()}${ext}`);
}

function cacheOf(
  { parts }: CompiledProject,
  described: readonly FileDescription[],
): Omit<BuildCache, "codeCache"> {
  // What is broken may be mended without a change of the code: by installing a package, for example.
  const sound = described.filter(({ problems }) => problems.length === 0);
  const names = new Map(parts.map(({ name, entry }) => [entry, name]));
  return {
    compiled: Object.fromEntries(parts.map((part) => [part.name, part])),
    described: Object.fromEntries(sound.map((found) => [names.get(found.file), found])),
  };
}

/** Whole, or as it was. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o755 });
  await rename(draft, file);
}

function withDags(contents: PackContents, { dags, broken }: SortedDags): PackContents {
  return { ...contents, dags, data: { ...contents.data, broken } };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

// From a project to its packed file: bundle, compile, pack, ask the new file for its DAGs, and pack it again with the answer.

import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleSummary } from "../../runtime/bundle.ts";
import type { AirgoPackage } from "./airgo-package.ts";
import { bundleUserParts } from "./bundle-user-parts.ts";
import { readAirgo } from "./compile-airgo.ts";
import { compilePart } from "./compile-part.ts";
import { describeFiles } from "./describe-files.ts";
import { findDagFiles } from "./find-dags.ts";
import { orderParts } from "./order-parts.ts";
import { type PackContents, packFile } from "./pack-file.ts";
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

/** @throws AirgoError "build-failed", "top-level-await"; what is wrong with single DAG files is in the result */
export async function buildBundle(project: Project, airgo: AirgoPackage): Promise<BuildResult> {
  const { root, config } = project;
  const files = await findDagFiles(root, config.dagsDir);
  const { inputs, numberOf, contents } = await compileProject(project, airgo, files);
  const file = path.join(root, config.bundle);
  // Beside the bundle, so that external packages are found from it as they will be later.
  const draft = `${file.replace(/\.c?js$/, "")}.${randomUUID()}.js`;
  await mkdir(path.dirname(file), { recursive: true });
  // The project itself may be of ES modules.
  await writeFile(path.join(path.dirname(file), "package.json"), '{ "type": "commonjs" }\n');
  try {
    await writeFile(draft, packFile(contents));
    const requests = files.map((name) => ({ file: name, module: numberOf(name) }));
    const described = await describeFiles(draft, requests, config.timezone);
    const sorted = sortOutDags(described, numberOf);
    await writeFile(draft, packFile(withDags(contents, sorted)), { mode: 0o755 });
    await rename(draft, file);
    return { file, hash: contents.summary.hash, inputs, ...sorted };
  } finally {
    await rm(draft, { force: true });
  }
}

interface CompiledProject {
  readonly inputs: readonly string[];
  readonly contents: PackContents & { readonly summary: BundleSummary };
  numberOf(file: string): number;
}

async function compileProject(
  project: Project,
  airgo: AirgoPackage,
  files: readonly string[],
): Promise<CompiledProject> {
  const { config, origins, version } = project;
  const [code, { parts, inputs }, templates] = await Promise.all([
    readAirgo(airgo),
    bundleUserParts(project, files),
    readTemplates(project),
  ]);
  const form = { prefix: "", small: false };
  const compiled = await Promise.all(parts.map((part) => compilePart(part, form)));
  const { numberOf, ...ordered } = orderParts(code, compiled);
  const { projectName, setup } = config;
  const summary = {
    projectName,
    version,
    airgoVersion: airgo.version,
    hash: hashOf([code.loader, ordered, templates, config, version, airgo.version]),
    config,
    setupModule: setup === undefined ? undefined : numberOf(setup),
  };
  const data = { origins, templates, broken: [] };
  return {
    inputs,
    numberOf,
    contents: { ...ordered, loader: code.loader, summary, dags: [], data },
  };
}

function withDags(contents: PackContents, { dags, broken }: SortedDags): PackContents {
  return { ...contents, dags, data: { ...contents.data, broken } };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

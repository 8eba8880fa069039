// All DAGs of a project, for its tests and for a REPL: the TypeScript itself where it can be imported, else from a bundle.

import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describeFile } from "../../runtime/describe-dags.ts";
import { collectDags } from "../core/collect-dags.ts";
import type { AnyDag } from "../core/dag-builder.ts";
import { AirgoError, type Problem } from "../core/errors.ts";
import { type AirgoPackage, findAirgoPackage } from "./airgo-package.ts";
import { findDagFiles } from "./find-dags.ts";
import { findProjectRoot } from "./find-project.ts";
import { freshBundle } from "./fresh-bundle.ts";
import { loadPackedFile } from "./load-packed-file.ts";
import { readBuildProject } from "./read-build-project.ts";
import type { Project } from "./read-project.ts";
import { sortOutDags } from "./sort-out-dags.ts";

/** DAGs by their ids, in the order of the ids' characters. */
export type DagsById = Readonly<Record<string, AnyDag>>;

/** @throws AirgoError with everything that is wrong with any DAG file */
export async function traverseDagsFolder(folder?: string): Promise<DagsById> {
  const begin = path.resolve(folder ?? "");
  const root = findProjectRoot(begin);
  if (root === undefined) throw noProject(begin);
  const project = await readBuildProject(root, process.env);
  const dags = folder === undefined ? path.join(root, project.config.dagsDir) : begin;
  if (!(await isFolder(dags))) throw noFolder(dags);
  const airgo = findAirgoPackage();
  const dagsDir = path.relative(root, dags);
  if (await loadsTypeScript(airgo)) return importDags(project, dagsDir);
  return loadBundle(await bundleFolder(project, dagsDir, airgo));
}

async function loadsTypeScript({ root }: AirgoPackage): Promise<boolean> {
  const probe = path.join(root, "src", "project", "typescript-probe.ts");
  return import(pathToFileURL(probe).href).then(
    () => true,
    () => false,
  );
}

async function importDags({ root, config }: Project, dagsDir: string): Promise<DagsById> {
  const files = await findDagFiles(root, dagsDir);
  const loaded = await Promise.all(files.map((file) => importFile(root, file)));
  const descriptions = loaded.map(({ file, load }) => describeFile(file, load, config));
  const { broken } = sortOutDags(descriptions, () => 0);
  throwIfAny(broken.flatMap(({ problems }) => problems));
  return byId(loaded.flatMap(({ load }) => collectDags(load())));
}

/** A file that was evaluated: what it exports, or what it threw. */
interface LoadedFile {
  readonly file: string;
  readonly load: () => unknown;
}

async function importFile(root: string, file: string): Promise<LoadedFile> {
  try {
    const exported: unknown = await import(pathToFileURL(path.join(root, file)).href);
    return { file, load: () => exported };
  } catch (error) {
    const fail = () => {
      throw error;
    };
    return { file, load: fail };
  }
}

async function bundleFolder(
  project: Project,
  dagsDir: string,
  airgo: AirgoPackage,
): Promise<string> {
  if (dagsDir === path.normalize(project.config.dagsDir)) return freshBundle(project, airgo);
  // The bundle of another folder than the project's own is nobody else's.
  const bundle = `.airgo/${dagsDir.replace(/\W+/g, "-")}.js`;
  const { buildBundle } = await import("./build-bundle.ts");
  const other = { ...project, config: { ...project.config, dagsDir, bundle } };
  return (await buildBundle(other, airgo)).file;
}

function loadBundle(file: string): DagsById {
  const { bundle } = loadPackedFile(file);
  const { broken, dags } = bundle.manifest;
  throwIfAny(broken.flatMap(({ problems }) => problems));
  return byId(dags.map(({ dagId }) => bundle.loadDag(dagId)));
}

function byId(dags: readonly AnyDag[]): DagsById {
  const sorted = [...dags].sort((a, b) => (a.dagId < b.dagId ? -1 : 1));
  return Object.fromEntries(sorted.map((dag) => [dag.dagId, dag]));
}

function throwIfAny([first, ...rest]: readonly Problem[]): void {
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
}

async function isFolder(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true;
}

function noProject(folder: string): AirgoError {
  return new AirgoError("invalid-config", `${folder} is in no project`, {
    hint: 'a project has a package.json with "airgo": { … }, or with a folder dags/ beside it',
  });
}

function noFolder(folder: string): AirgoError {
  return new AirgoError("invalid-config", `there is no folder ${folder}`, {
    hint: 'give the folder of the DAG files, or name it: "airgo": { "dagsDir": "…" } in package.json',
  });
}

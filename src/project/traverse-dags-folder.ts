// All DAGs of a project, for its tests and for a REPL: the TypeScript itself where it can be imported, else from a bundle.

import { stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Bundle } from "../../runtime/bundle.ts";
import { describeFile } from "../../runtime/describe-dags.ts";
import { collectDags } from "../core/collect-dags.ts";
import type { AnyDag } from "../core/dag-builder.ts";
import { AirgoError, type Problem } from "../core/errors.ts";
import { type AirgoPackage, findAirgoPackage } from "./airgo-package.ts";
import { findDagFiles } from "./find-dags.ts";
import { findProjectRoot } from "./find-project.ts";
import { freshBundle } from "./fresh-bundle.ts";
import { readBuildProject } from "./read-build-project.ts";
import type { Project } from "./read-project.ts";
import { sortOutDags } from "./sort-out-dags.ts";

/** DAGs by their ids, in the order of the ids' characters. */
export type DagsById = Readonly<Record<string, AnyDag>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws AirgoError with everything that is wrong with any DAG file */
export async function traverseDagsFolder(folder?: string): Promise<DagsById> {
  const { env } = process;
  const cwd = process.cwd();
  const given = folder === undefined ? undefined : path.resolve(cwd, folder);
  const root = findProjectRoot(given ?? cwd);
  if (root === undefined) throw noProject(given ?? cwd);
  const own = await readBuildProject(root, env);
  const dags = given ?? path.join(root, own.config.dagsDir);
  if (!(await isFolder(dags))) throw noFolder(dags);
  const airgo = findAirgoPackage();
  if (await loadsTypeScript(airgo)) return importDags(own, path.relative(root, dags));
  if (dags === path.join(root, own.config.dagsDir))
    return loadBundle(await freshBundle(own, airgo));
  return loadBundle(await bundleOther(own, env, path.relative(root, dags)));
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

/** A bundle of another folder than the project's own; it is nobody else's. */
async function bundleOther({ root }: Project, env: Environment, dagsDir: string): Promise<string> {
  const bundle = `.airgo/${dagsDir.replace(/[^\w]+/g, "-")}.js`;
  const { buildBundle } = await import("./build-bundle.ts");
  const project = await readBuildProject(root, env, { dagsDir, bundle });
  return (await buildBundle(project, findAirgoPackage())).file;
}

function loadBundle(file: string): DagsById {
  const { bundle } = createRequire(file)(file) as { readonly bundle: Bundle }; // built just now
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

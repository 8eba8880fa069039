// The DAGs that are tried: those of the tests, and the examples.

import path from "node:path";
import { pathToFileURL } from "node:url";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { findDagFiles } from "../../src/project/find-dags.ts";

const HERE = import.meta.dirname;
export const REPOSITORY = path.join(HERE, "..", "..");

export interface DagFile {
  /** Absolute. */
  readonly file: string;
  readonly dags: readonly AnyDag[];
}

export interface E2eDags {
  /** Made for the tests. */
  readonly own: readonly DagFile[];
  readonly examples: readonly DagFile[];
}

export async function findE2eDags(): Promise<E2eDags> {
  const [own, examples] = await Promise.all([importFrom(HERE), importFrom(REPOSITORY)]);
  return { own, examples };
}

async function importFrom(root: string): Promise<readonly DagFile[]> {
  const files = await findDagFiles(root, "dags");
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(root, name);
      const module: unknown = await import(pathToFileURL(file).href);
      return { file, dags: collectDags(module) };
    }),
  );
}

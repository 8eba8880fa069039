import { createHash } from "node:crypto";
import type { DagSpec } from "./spec.ts";

/**
 * The hash of a DAG's structure: what its manifest is made from, and neither code nor places in files. An image and
 * manifests with different hashes were not made from the same DAG.
 */
export function structureHash(spec: DagSpec): string {
  // The operator's name is for people, and bundlers change it.
  const tasks = spec.tasks.map((task) => without(task, ["location", "operator"]));
  const structure = { ...without(spec, ["location", "tasks"]), tasks };
  return createHash("sha256").update(JSON.stringify(structure, sorted)).digest("hex");
}

function without(object: object, names: readonly string[]): object {
  // By key, so that no place in a file is looked up.
  const keys = Object.keys(object).filter((key) => !names.includes(key));
  return Object.fromEntries(keys.map((key) => [key, Reflect.get(object, key)]));
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

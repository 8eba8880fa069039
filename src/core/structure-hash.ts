import { createHash } from "node:crypto";
import type { DagSpec } from "./spec.ts";

/**
 * The hash of a DAG's structure: what its manifest is made from, and neither code nor places in files. An image and
 * manifests with different hashes were not made from the same DAG.
 */
export function structureHash(spec: DagSpec): string {
  return createHash("sha256").update(JSON.stringify(spec, canonical)).digest("hex");
}

function canonical(key: string, value: unknown): unknown {
  // The operator's name is for people, and bundlers change it.
  if (key === "location" || key === "operator") return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

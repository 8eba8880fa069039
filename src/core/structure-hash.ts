import { createHash } from "node:crypto";
import type { DagSpec } from "./spec.ts";

/**
 * The hash of a DAG's structure: what its manifest is made from, and neither code nor places in files. An image and
 * manifests with different hashes were not made from the same DAG.
 */
export function structureHash(spec: DagSpec): string {
  // The operator's name is for people, and bundlers change it. A spec lists its fields in one order, and sorts the
  // user's dictionaries, so its text is canonical as it stands.
  const tasks = spec.tasks.map((task) => ({ ...task, operator: undefined }));
  return createHash("sha256")
    .update(JSON.stringify({ ...spec, tasks }))
    .digest("hex");
}

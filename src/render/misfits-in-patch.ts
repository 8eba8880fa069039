// What Argo cannot read as a pod in a podSpecPatch, at run time (workflow/util/util.go: ApplyPodSpecPatch). What a pod has in
// common with an Argo template is held against the template's schema.

import { checkSchema, type Mismatch } from "../validate/check-schema.ts";
import { partAt, placesAt } from "../validate/places.ts";
import { isMap } from "../validate/plain-data.ts";
import { nameOf } from "./name-of-path.ts";

type Patch = Readonly<Record<string, unknown>>;

interface Misfit {
  /** Continues a sentence that names the patch. */
  readonly message: string;
  readonly hint: string;
}

const CONTAINERS = ["containers", "initContainers"];
// Those of a pod's fields that a template has, too.
const SHARED = [
  "affinity",
  "automountServiceAccountToken",
  "hostAliases",
  "nodeSelector",
  "priorityClassName",
  "schedulerName",
  "securityContext",
  "serviceAccountName",
  "tolerations",
  "volumes",
];

const FIELDS =
  "write it as a pod has it: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/";

export function* misfitsInPatch(patch: Patch): Iterable<Misfit> {
  for (const list of CONTAINERS) {
    // A sidecar is a container.
    const template = { sidecars: patch[list] ?? [] };
    yield* misfitsOf(template, (path) => [list, ...path.slice(1)]);
    yield* nameless(patch, list);
  }
  const shared = SHARED.filter((name) => patch[name] !== undefined && patch[name] !== null);
  yield* misfitsOf(Object.fromEntries(shared.map((name) => [name, patch[name]])), (path) => path);
  const { terminationGracePeriodSeconds: grace = null } = patch;
  if (grace === null || Number.isInteger(grace)) return;
  yield {
    message: "has a terminationGracePeriodSeconds that is no whole number",
    hint: "write seconds without quotes: 60; for all pods, use the setting of that name",
  };
}

function* misfitsOf(
  template: Patch,
  inPatch: (path: Mismatch["path"]) => Mismatch["path"],
): Iterable<Misfit> {
  for (const { path, keyword, message, hint } of checkSchema("Template", template)) {
    // A patch need not say all; null deletes; and the words of the merge begin with a dollar sign.
    const isOfMerge = String(path.at(-1)).startsWith("$") || partAt(template, path) === null;
    if (keyword === "required" || isOfMerge) continue;
    const place = nameOf(inPatch(path), undefined);
    yield { message: `cannot be laid over a pod: ${place} ${message}`, hint: hint || FIELDS };
  }
}

function* nameless(patch: Patch, list: string): Iterable<Misfit> {
  for (const { value, path } of placesAt({ value: patch, path: [] }, `${list}.*`)) {
    if (!isMap(value) || typeof value.name === "string" || value.$patch !== undefined) continue;
    const message = `cannot be laid over a pod: ${nameOf(path, undefined)} has no name`;
    yield { message, hint: "name the container that is meant; the task's own is main" };
  }
}

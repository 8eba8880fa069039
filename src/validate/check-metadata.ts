// Labels and annotations in template files: of the objects, of the runs and of the pods.

import { checkAnnotation, checkLabel, type EntryCheck } from "../core/check-labels.ts";
import { annotationBytes, argosReason, MAX_ANNOTATION_BYTES } from "./argo-metadata.ts";
import { entriesOf, type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

const CHECKS: readonly (readonly [field: string, check: EntryCheck])[] = [
  ["labels", checkLabel],
  ["annotations", checkAnnotation],
];

const TAKE_OUT = "take it out, or choose another name";

/** Whose metadata it is: an object's that airgo makes, that of its runs, or that of their pods. */
export type Owner = "object" | "runs" | "pods";

/**
 * What Kubernetes refuses of a `metadata`; Argo fills in the braces of pods and runs, but not of an object.
 * Source: apimachinery, pkg/api/validation/objectmeta.go and pkg/apis/meta/v1/validation.
 */
export function* checkMetadata(metadata: Place, owner: Owner): Iterable<Refusal> {
  for (const [field, check] of CHECKS) {
    for (const place of placesAt(metadata, field)) {
      for (const entry of entriesOf(place)) yield* checkEntry(entry, check, owner);
      if (owner === "object" && field === "labels") yield* bracesIn(place);
      if (field === "annotations") yield* checkSize(place);
    }
  }
}

function* checkEntry(
  { key, value, path }: Place & { readonly key: string },
  check: EntryCheck,
  owner: Owner,
): Iterable<Refusal> {
  if (typeof value !== "string" || key.includes("{{")) return;
  const complaint = check(key, value);
  if (complaint !== undefined) {
    yield { path, message: `is refused by Kubernetes: ${complaint.what}`, hint: complaint.hint };
  }
  const reason = argosReason(key, owner === "pods");
  if (reason !== undefined) yield { path, message: `is Argo's own: ${reason}`, hint: TAKE_OUT };
}

function* bracesIn(labels: Place): Iterable<Refusal> {
  for (const { value, path } of entriesOf(labels)) {
    if (typeof value !== "string" || !value.includes("{{")) continue;
    const message = 'holds "{{", which Argo fills in only for pods and runs';
    yield { path, message, hint: "write it under spec.podMetadata or spec.workflowMetadata" };
  }
}

function* checkSize({ value, path }: Place): Iterable<Refusal> {
  const bytes = isMap(value) ? annotationBytes(value) : 0;
  if (bytes <= MAX_ANNOTATION_BYTES) return;
  const message = `has ${Math.ceil(bytes / 1024)} KiB, of which Kubernetes takes 256`;
  yield { path, message, hint: "put the longest into a ConfigMap" };
}

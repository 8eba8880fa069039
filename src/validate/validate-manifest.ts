// What the API server and the controller would refuse of an object that airgo made.

import type { DagSpec } from "../core/spec.ts";
import { annotationBytes, MAX_ANNOTATION_BYTES } from "./argo-metadata.ts";
import { type ArgoKind, checkSchema, type Mismatch } from "./check-schema.ts";
import { type Complaint, type Finding, type RuleHeader, toFinding } from "./finding.ts";

/** As much of a manifest as the rules read. */
export interface Manifest {
  readonly kind: Exclude<ArgoKind, "Template">;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly templates?: unknown };
}

/** All findings of one object of the DAG; what template files are checked for only where they are whole. */
export function validateManifest(
  manifest: Manifest,
  spec: DagSpec,
  isWhole: boolean,
): readonly Finding[] {
  return [
    ...templateCount(manifest, spec),
    ...size(manifest, spec),
    ...(isWhole ? [...annotations(manifest, spec), ...schema(manifest, spec)] : []),
  ];
}

const MAX_TEMPLATES = 200;
const KIB = 1024;
// Argo's own cap on a run, which carries a copy of the WorkflowTemplate.
const MAX_BYTES = 1024 * KIB;
const LARGE_BYTES = 512 * KIB;

const TEMPLATES: RuleHeader = {
  code: "too-many-tasks",
  source: "pkg/apis/workflow/v1alpha1/workflow_types.go:304",
};
const SIZE: RuleHeader = { code: "manifest-too-large", source: "workflow/packer/packer.go:17" };
const ANNOTATIONS: RuleHeader = {
  code: "invalid-label",
  source: "apimachinery: pkg/api/validation/objectmeta.go:36",
};
const SCHEMA: RuleHeader = {
  code: "invalid-manifest",
  source: "manifests/base/crds/full (v4.0.7)",
};

/** A broken template file may have put anything there. */
function templateCount({ spec: { templates } }: Manifest, spec: DagSpec): Finding[] {
  if (!Array.isArray(templates) || templates.length <= MAX_TEMPLATES) return [];
  const complaint = {
    message: `its tasks need ${templates.length - 1} different containers, of which Argo takes ${MAX_TEMPLATES - 1}`,
    hint: "give tasks the same parameters, resources, retries and template, so that they share one, or split the DAG",
  };
  return [toFinding(spec, TEMPLATES, complaint)];
}

function size(manifest: Manifest, spec: DagSpec): Finding[] {
  const bytes = Buffer.byteLength(JSON.stringify(manifest));
  if (bytes < LARGE_BYTES) return [];
  const rule: RuleHeader = bytes < MAX_BYTES ? { ...SIZE, severity: "warning" } : SIZE;
  const complaint = {
    message: `its ${manifest.kind} has ${Math.ceil(bytes / KIB)} KiB, and a run with its state may have 1024`,
    hint: "shorten the longest parameters, give tasks the same options so that they share templates, or split the DAG",
  };
  return [toFinding(spec, rule, complaint)];
}

/** Told once for all objects of a DAG. */
function annotations({ metadata }: Manifest, spec: DagSpec): Finding[] {
  const bytes = annotationBytes(metadata.annotations ?? {});
  if (bytes <= MAX_ANNOTATION_BYTES) return [];
  const complaint = {
    message: "its description and annotations have more than 256 KiB together",
    hint: "put the longest into the repository, and its address here",
  };
  return [toFinding(spec, ANNOTATIONS, complaint)];
}

function schema(manifest: Manifest, spec: DagSpec): Finding[] {
  return checkSchema(manifest.kind, manifest)
    .filter(({ keyword }) => keyword !== "maxItems") // the caps have rules of their own
    .map((mismatch) => toFinding(spec, SCHEMA, describe(manifest, mismatch)));
}

function describe({ kind }: Manifest, { path, message, hint }: Mismatch): Complaint {
  return {
    message: `${[kind, ...path].join(".")} ${message}`,
    hint: hint || "look at the template files that this part comes from",
  };
}

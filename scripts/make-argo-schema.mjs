// Makes src/validate/argo-schema.ts from the full CRDs of Argo Workflows, which are what the API server itself checks.
// usage: node scripts/make-argo-schema.mjs DIR VERSION
//   DIR: manifests/base/crds/full of github.com/argoproj/argo-workflows at tag VERSION
// Equal parts are shared and descriptions left out: three CRDs of 1 MB become 50 KB.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";

const [, , dir, version] = process.argv;
if (dir === undefined || version === undefined) {
  console.error("usage: node scripts/make-argo-schema.mjs DIR VERSION");
  process.exit(2);
}

const KINDS = {
  WorkflowTemplate: "workflowtemplates",
  CronWorkflow: "cronworkflows",
  Workflow: "workflows",
};
const KEPT = [
  "type",
  "required",
  "enum",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "x-kubernetes-list-map-keys",
];
// A CRD says nothing of metadata: the API server knows its fields by itself.
const TEXTS = { type: "object", additionalProperties: { type: "string" } };
const METADATA = {
  type: "object",
  properties: {
    name: { type: "string" },
    generateName: { type: "string" },
    namespace: { type: "string" },
    labels: TEXTS,
    annotations: TEXTS,
    finalizers: { type: "array", items: { type: "string" } },
  },
};

const names = new Map();
const definitions = {};

/** The schema with every object, list and pattern below it as a reference to its one definition. */
function share(crd) {
  const schema = {};
  for (const key of KEPT) if (crd[key] !== undefined) schema[key] = crd[key];
  if (crd["x-kubernetes-int-or-string"]) schema.type = ["integer", "string"];
  if (crd["x-kubernetes-list-type"] === "set") schema.uniqueItems = true;
  if (crd.format === "int32") {
    schema.minimum ??= -(2 ** 31);
    schema.maximum ??= 2 ** 31 - 1;
  }
  if (crd.items !== undefined) schema.items = share(crd.items);
  shareProperties(crd, schema);
  return refer(schema);
}

function shareProperties(crd, schema) {
  if (crd.properties !== undefined) {
    const entries = Object.entries(crd.properties).sort(([a], [b]) => (a < b ? -1 : 1));
    schema.properties = Object.fromEntries(entries.map(([key, value]) => [key, share(value)]));
  }
  if (crd.additionalProperties !== undefined) {
    schema.additionalProperties = share(crd.additionalProperties);
  } else if (crd.type === "object" && !crd["x-kubernetes-preserve-unknown-fields"]) {
    schema.additionalProperties = false; // the API server drops such fields, and Argo's strict lint refuses them
  }
}

function refer(schema) {
  const text = JSON.stringify(schema);
  if (text.length < 60) return schema;
  if (!names.has(text)) {
    names.set(text, `d${names.size}`);
    definitions[names.get(text)] = schema;
  }
  return { $ref: `#/$defs/${names.get(text)}` };
}

const kinds = {};
for (const [kind, plural] of Object.entries(KINDS)) {
  const crd = load(readFileSync(path.join(dir, `argoproj.io_${plural}.yaml`), "utf8"));
  const {
    apiVersion,
    kind: kindField,
    spec,
  } = crd.spec.versions[0].schema.openAPIV3Schema.properties;
  kinds[kind] = share({
    type: "object",
    required: ["apiVersion", "kind", "metadata", "spec"],
    properties: {
      apiVersion: { ...apiVersion, enum: ["argoproj.io/v1alpha1"] },
      kind: { ...kindField, enum: [kind] },
      metadata: METADATA,
      spec,
    },
  });
  // One leaf template by itself, for the files in templates/containers.
  if (kind === "WorkflowTemplate") kinds.Template = share(spec.properties.templates.items);
}

const lines = [
  `// Made by scripts/make-argo-schema.mjs from the CRDs of Argo Workflows ${version}; do not edit.`,
  "// Argo Workflows is licensed under the Apache License 2.0: https://github.com/argoproj/argo-workflows",
  "// biome-ignore-all format: generated, one definition a line",
  `import type { Schema } from "./check-schema.ts";`,
  "",
  "export const ARGO_SCHEMA: {",
  "  readonly kinds: Readonly<Record<string, Schema>>;",
  "  readonly $defs: Readonly<Record<string, Schema>>;",
  "} = {",
  "kinds: {",
  ...Object.entries(kinds).map(([name, schema]) => `${name}: ${JSON.stringify(schema)},`),
  "},",
  "$defs: {",
  ...Object.entries(definitions).map(([name, schema]) => `${name}: ${JSON.stringify(schema)},`),
  "},",
  "};",
  "",
];
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const text = lines.join("\n");
writeFileSync(path.join(root, "src/validate/argo-schema.ts"), text);
console.error(`${Object.keys(definitions).length} definitions, ${text.length} bytes`);

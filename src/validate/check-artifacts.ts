// Artifacts of templates whose pods read and write them (workflow/validate/validate.go: validateInputs, validateOutputs).

import { type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

// pkg/apis/workflow/v1alpha1/workflow_types.go: ArtifactLocation
const LOCATIONS = [
  "artifactory",
  "azure",
  "gcs",
  "git",
  "hdfs",
  "http",
  "oss",
  "plugin",
  "raw",
  "s3",
];

/** Where an artifact says it is stored. */
export function locationsOf({ value }: Place): readonly string[] {
  return isMap(value) ? LOCATIONS.filter((location) => value[location] !== undefined) : [];
}

/** Of a template with containers. */
export function* checkArtifacts(template: Place): Iterable<Refusal> {
  for (const pattern of ["inputs.artifacts.*", "outputs.artifacts.*"]) {
    for (const { value, path } of placesAt(template, pattern)) {
      if (!isMap(value) || (value.path !== undefined && value.path !== "")) continue;
      yield { path, message: "has no path", hint: "say where the file is: path: /tmp/my-file" };
    }
  }
  for (const { path } of placesAt(template, "inputs.artifacts.*.from")) {
    const hint = "say where it is stored, for example s3: { key: … }";
    yield { path, message: "is only for arguments", hint };
  }
}

/** Of a file in templates/containers, to whose tasks airgo passes no artifacts. */
export function* unsuppliedArtifacts(template: Place): Iterable<Refusal> {
  for (const artifact of placesAt(template, "inputs.artifacts.*")) {
    const { value, path } = artifact;
    if (!isMap(value) || value.optional === true || value.from !== undefined) continue;
    if (locationsOf(artifact).length > 0) continue;
    const hint = "say where it is stored, for example s3: { key: … }, or write optional: true";
    yield { path, message: "is supplied by nothing", hint };
  }
}

// Artifacts at a path where something else is (workflow/validate/validate.go: validateLeaf). Of mounts alone, the schema tells.

import { type Place, placesAt, type Refusal } from "./places.ts";
import { isNamed } from "./plain-data.ts";

/** Where airgo puts a task's arguments, by the artifacts' names. */
const AIRGOS_PATH = /^\/tmp\/airgo\/in\/(params|name|item|in-[^/]*)$/;

/** Of a template that runs in its `container`. */
export function* checkArtifactPaths(template: Place): Iterable<Refusal> {
  const mounts = placesAt(template, "container.volumeMounts.*.mountPath");
  const seen = new Set(mounts.map(({ value }) => value));
  for (const { value, path } of placesAt(template, "inputs.artifacts.*.path")) {
    if (value === "") continue;
    const message = `is ${value}, where something else is already`;
    if (seen.has(value)) yield { path, message, hint: "give each a path of its own" };
    seen.add(value);
  }
}

/** Of a file in templates/containers. */
export function* checkAirgosPaths(template: Place): Iterable<Refusal> {
  const paths = [
    ...placesAt(template, "container.volumeMounts.*.mountPath"),
    ...placesAt(template, "inputs.artifacts.*").flatMap((artifact) =>
      isAirgos(artifact) ? [] : placesAt(artifact, "path"),
    ),
  ];
  for (const { value, path } of paths) {
    if (typeof value !== "string" || !AIRGOS_PATH.test(value)) continue;
    const message = `is ${value}, where airgo puts a task's arguments`;
    yield { path, message, hint: "choose another, for example /tmp/my-file" };
  }
}

/** What says the same as airgo is no other thing. */
function isAirgos({ value }: Place): boolean {
  return isNamed(value) && AIRGOS_PATH.test(`/tmp/airgo/in/${value.name}`);
}

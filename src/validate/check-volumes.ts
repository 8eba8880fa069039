// Volumes and where they are mounted, by Kubernetes' ValidateVolumes and Argo's addVolumeReferences (workflowpod.go).

import { containersOf } from "./check-containers.ts";
import { type Place, placesAt, type Refusal } from "./places.ts";
import { isMap, isNamed } from "./plain-data.ts";

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Names and sources; one without a source is an emptyDir to Kubernetes. */
export function* checkVolumes(owner: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(owner, "volumes.*")) {
    if (!isMap(value) || !isNamed(value)) continue;
    if (!DNS_LABEL.test(value.name) && !value.name.includes("{{")) {
      const hint = "use lower-case letters, digits and inner hyphens, at most 63";
      yield { path, message: "has a name that Kubernetes refuses", hint };
    }
    const sources = Object.keys(value).filter((key) => key !== "name");
    if (sources.length < 2) continue;
    const message = `has ${sources.length} sources: ${sources.join(", ")}`;
    yield { path, message, hint: "write one volume for each" };
  }
}

/** The names of the volumes that a template or a workflow's spec brings. */
export function volumeNames(owner: Place): readonly string[] {
  return ["volumes.*.name", "volumeClaimTemplates.*.metadata.name"]
    .flatMap((pattern) => placesAt(owner, pattern))
    .map(({ value }) => String(value));
}

/** Mounts of volumes that there are not: the controller makes no pod of them. */
export function* missingVolumes(template: Place, known: Iterable<string>): Iterable<Refusal> {
  const names = new Set(known);
  const mounts = [
    ...containersOf(template).flatMap((container) => placesAt(container, "volumeMounts.*")),
    ...placesAt(template, "containerSet.volumeMounts.*"),
  ];
  for (const { value, path } of mounts) {
    if (!isNamed(value) || names.has(value.name) || value.name.includes("{{")) continue;
    const hint = `write it: volumes: [{ name: ${value.name}, emptyDir: {} }], or in workflow.yaml for all`;
    yield { path, message: "mounts a volume that there is not", hint };
  }
}

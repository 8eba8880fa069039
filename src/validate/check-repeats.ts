// Names that stand twice in a list, where the schema says nothing of it.

import { type Place, placesAt, type Refusal } from "./places.ts";
import { isNamed } from "./plain-data.ts";

// Lists whose names are counted together. workflow/validate/validate.go: validateWorkflowFieldNames, validateSteps;
// Kubernetes: ValidateVolumes, validateContainers.
export const OF_TEMPLATES = [
  ["volumes.*"],
  ["inputs.artifacts.*"],
  ["outputs.artifacts.*"],
  ["outputs.parameters.*"],
  ["sidecars.*", "initContainers.*"],
  ["dag.tasks.*"],
  ["steps.*.*"],
] as const;

export const OF_WORKFLOWS = [
  ["spec.templates.*"],
  ["spec.volumes.*"],
  ["spec.arguments.parameters.*"],
  ["spec.arguments.artifacts.*"],
] as const;

export function* checkRepeats(
  owner: Place,
  lists: readonly (readonly string[])[],
): Iterable<Refusal> {
  for (const patterns of lists) {
    const seen = new Set<string>();
    for (const { value, path } of patterns.flatMap((pattern) => placesAt(owner, pattern))) {
      if (!isNamed(value)) continue;
      const hint = "give each a name of its own";
      if (seen.has(value.name)) yield { path, message: "has a name that another has", hint };
      seen.add(value.name);
    }
  }
}

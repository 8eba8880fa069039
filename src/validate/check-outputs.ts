// Parameters that a user's own templates put out (workflow/validate/validate.go: validateOutputs, validateOutputParameter).

import { type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

const SOURCES = ["path", "jqFilter", "jsonPath", "parameter", "expression", "supplied"];

/** By type of template, where an output may be taken from. */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  container: ["path"],
  containerSet: ["path"],
  script: ["path"],
  resource: ["jqFilter", "jsonPath"],
  dag: ["parameter", "expression"],
  steps: ["parameter", "expression"],
  suspend: ["supplied", ...SOURCES],
};

export function* checkOutputs(template: Place, type = ""): Iterable<Refusal> {
  const sources = BY_TYPE[type] ?? SOURCES;
  const hint = `write valueFrom: { ${sources[0]}: … }`;
  for (const { value, path } of placesAt(template, "outputs.parameters.*")) {
    if (!isMap(value)) continue;
    const message = complaint(value, sources);
    if (message !== undefined) yield { path, message, hint };
  }
}

function complaint(
  { value, valueFrom }: Readonly<Record<string, unknown>>,
  sources: readonly string[],
): string | undefined {
  if (value !== undefined) return valueFrom === undefined ? undefined : "has value and valueFrom";
  if (!isMap(valueFrom)) return "has no value";
  const given = SOURCES.filter((source) => (valueFrom[source] ?? "") !== "");
  if (given.length > 1) return `is taken from several: ${given.join(", ")}`;
  if (given.some((source) => sources.includes(source))) return undefined;
  return given.length === 0 ? "is taken from nothing" : `has no ${sources.join(" or ")}`;
}

// What runs, tasks and steps are given (workflow/validate/validate.go: validateArgumentsValues).

import { locationsOf } from "./check-artifacts.ts";
import { type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";
import { isSuppliedArgument } from "./supplied.ts";

const SOURCES = ["configMapKeyRef", "event", "supplied"];
const OF_OUTPUTS = ["path", "jsonPath", "parameter", "expression"];

/** Of a workflow's spec, of a task or of a step. */
export function* checkArguments(owner: Place): Iterable<Refusal> {
  for (const parameter of placesAt(owner, "arguments.parameters.*")) {
    yield* checkSource(parameter);
    yield* checkEnum(parameter);
  }
  for (const artifact of placesAt(owner, "arguments.artifacts.*")) {
    const { value, path } = artifact;
    if (!isMap(value) || (value.from ?? "") !== "" || locationsOf(artifact).length > 0) continue;
    const hint = "say where it is stored, for example s3: { key: … }";
    yield { path, message: "has no location", hint };
  }
}

/** Tasks and steps of a user's own templates. */
export function* checkCallers(template: Place): Iterable<Refusal> {
  const callers = ["dag.tasks.*", "steps.*.*"].flatMap((pattern) => placesAt(template, pattern));
  for (const caller of callers) {
    yield* checkArguments(caller);
    for (const { value, path } of placesAt(caller, "arguments.parameters.*")) {
      if (!isMap(value) || isSuppliedArgument(value)) continue;
      yield { path, message: "has no value", hint: 'give it one: value: "…"' };
    }
  }
}

function* checkSource(parameter: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(parameter, "valueFrom")) {
    if (!isMap(value)) continue;
    const isGiven = SOURCES.some((source) => (value[source] ?? "") !== "");
    const isOutput = OF_OUTPUTS.some((source) => (value[source] ?? "") !== "");
    if (isGiven && !isOutput) continue;
    const message = isOutput ? "is that of an output" : "says nothing to take it from";
    const hint = "write value, or valueFrom: { configMapKeyRef: { name: …, key: … } }";
    yield { path, message, hint };
  }
}

function* checkEnum(parameter: Place): Iterable<Refusal> {
  const choices = placesAt(parameter, "enum.*").map(({ value }) => String(value));
  for (const { value, path } of placesAt(parameter, "value")) {
    if (choices.length === 0 || choices.includes(String(value))) continue;
    const message = `is "${value}", which its enum does not have`;
    yield { path, message, hint: `write one of ${choices.join(", ")}` };
  }
}

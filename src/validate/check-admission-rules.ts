// The rules that Argo's CRDs add to their schema, by which the API server refuses an object: `x-kubernetes-validations` of
// argoproj.io_workflowtemplates.yaml, written as +kubebuilder:validation:XValidation in workflow_types.go. That a template is
// of one type is with the templates' types.

import { locationsOf } from "./check-artifacts.ts";
import { entriesOf, type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

const CALLERS = ["dag.tasks.*", "steps.*.*"];
const ARTIFACTS = [
  "archiveLocation",
  "data.source.artifactPaths",
  "inputs.artifacts.*",
  "outputs.artifacts.*",
  "resource.manifestFrom.artifact",
];

/** Of a template, or of a workflow's spec. */
export function* checkAdmission(owner: Place): Iterable<Refusal> {
  yield* severalLocations(owner);
  yield* twoEnds(owner);
  yield* twoManifests(owner);
  yield* realtimeDurations(owner);
  for (const graph of placesAt(owner, "dag")) yield* checkGraph(graph);
}

/**
 * "timeout cannot be applied to steps or dag templates", "activeDeadlineSeconds is only valid for leaf templates". Lint takes
 * no timeout of a template that waits either (validateTemplate).
 */
export function* checkDeadlines(template: Place): Iterable<Refusal> {
  const [type] = ["dag", "steps", "suspend"].filter((name) => placesAt(template, name).length > 0);
  if (type === undefined) return;
  const fields = type === "suspend" ? ["timeout"] : ["timeout", "activeDeadlineSeconds"];
  const hint =
    type === "suspend"
      ? 'write suspend: { duration: "30s" }'
      : "write it in the templates that it starts";
  for (const { value, path } of fields.flatMap((field) => placesAt(template, field))) {
    if (value !== "") yield { path, message: `is not for templates with ${type}`, hint };
  }
}

/** "at most one artifact location can be specified" */
function* severalLocations(owner: Place): Iterable<Refusal> {
  const callers = [owner, ...CALLERS.flatMap((pattern) => placesAt(owner, pattern))];
  const hooks = callers.flatMap((caller) => placesAt(caller, "hooks").flatMap(entriesOf));
  const artifacts = [
    ...ARTIFACTS.flatMap((pattern) => placesAt(owner, pattern)),
    ...[...callers, ...hooks].flatMap((caller) => placesAt(caller, "arguments.artifacts.*")),
  ];
  for (const artifact of artifacts) {
    const locations = locationsOf(artifact);
    if (locations.length < 2) continue;
    const message = `has ${locations.length} locations: ${locations.join(", ")}`;
    yield { path: artifact.path, message, hint: "write one of them" };
  }
}

/** "only one of count or end can be defined" */
function* twoEnds(owner: Place): Iterable<Refusal> {
  for (const caller of CALLERS) {
    for (const { value, path } of placesAt(owner, `${caller}.withSequence`)) {
      if (!isMap(value) || value.count === undefined || value.end === undefined) continue;
      yield { path, message: "has both count and end", hint: "write one of them" };
    }
  }
}

/** "only one of manifest or manifestFrom can be specified" */
function* twoManifests(owner: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(owner, "resource")) {
    if (!isMap(value) || value.manifest === undefined || value.manifestFrom === undefined) continue;
    yield { path, message: "has both manifest and manifestFrom", hint: "write one of them" };
  }
}

/** "'resourcesDuration.*' metrics cannot be used in real-time gauges" */
function* realtimeDurations(owner: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(owner, "metrics.prometheus.*.gauge")) {
    if (!isMap(value) || value.realtime !== true) continue;
    if (!String(value.value).includes("resourcesDuration.")) continue;
    const message = "holds resourcesDuration, which is known only at the end";
    yield { path: [...path, "value"], message, hint: "take out realtime: true" };
  }
}

/**
 * "cannot use both 'depends' and 'dependencies'", "cannot use 'continueOn' when using 'depends'", "task name cannot begin with
 * a digit when using 'depends' or 'dependencies'". What the CRD says of one task, lint says of all of a graph (validateDAG).
 */
function* checkGraph(graph: Place): Iterable<Refusal> {
  const tasks = placesAt(graph, "tasks.*");
  const depends = tasks.some(({ value }) => isMap(value) && (value.depends ?? "") !== "");
  for (const task of tasks) {
    if (depends || placesAt(task, "depends").length > 0) yield* besideDepends(task);
    else if (placesAt(task, "dependencies").length === 0) continue;
    yield* beginsWithDigit(task);
  }
}

function* besideDepends(task: Place): Iterable<Refusal> {
  const message = "cannot stand in a graph whose tasks have depends";
  for (const { path } of placesAt(task, "dependencies")) {
    yield { path, message, hint: "write depends, for example depends: a && b" };
  }
  for (const { path } of placesAt(task, "continueOn")) {
    const hint = "say it in the tasks that follow, for example depends: a.Succeeded || a.Failed";
    yield { path, message, hint };
  }
}

function* beginsWithDigit(task: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(task, "name")) {
    if (typeof value !== "string" || !/^\d/.test(value)) continue;
    const message = "begins with a digit, in a graph whose tasks depend on each other";
    yield { path, message, hint: `write name: t${value}` };
  }
}

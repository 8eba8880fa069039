// Containers in template files, as the API server and Argo's controller take them.

import { type Place, placesAt, type Refusal } from "./places.ts";
import { isNamed } from "./plain-data.ts";

/** Containers that a user adds beside Argo's. */
const ADDED = ["sidecars.*", "initContainers.*"];
const CONTAINERS = ["container", "script", "containerSet.containers.*", ...ADDED];

// workflow/common/common.go: …ContainerName, ArtifactPlugin…Prefix; `supervisor` since v4.1
const ARGOS_CONTAINER = /^(?:main|wait|init|supervisor|artifact-plugin-.*|init-artifact-.*)$/;
// workflow/controller/workflowpod.go: appended to every container's env, so that they win
const ARGOS_VARIABLE =
  /^ARGO_(?:CONTAINER_(?:NAME|ARGS_FILE)|NODE_ID|INCLUDE_SCRIPT_OUTPUT|DEADLINE|PROGRESS_FILE|PROGRESS_(?:PATCH|FILE)_TICK_DURATION)$/;
// apimachinery, pkg/util/validation: IsRelaxedEnvVarName. Older clusters take less of it.
const ENV_NAME = /^[ -<>-~]+$/;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** All containers of a template. */
export function containersOf(template: Place): readonly Place[] {
  return CONTAINERS.flatMap((pattern) => placesAt(template, pattern));
}

/** What is wrong with the containers of one template. */
export function* checkContainers(template: Place): Iterable<Refusal> {
  for (const container of containersOf(template)) {
    yield* emptyImage(container);
    for (const variable of placesAt(container, "env.*")) yield* checkVariable(variable);
  }
  for (const container of ADDED.flatMap((pattern) => placesAt(template, pattern))) {
    yield* checkName(container);
  }
}

/** Without a command, the controller asks the registry for the image's own (workflowpod.go:756). */
export function* emptyCommand(template: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(template, "container.command")) {
    if (!Array.isArray(value) || value.length > 0) continue;
    const hint = "take it out, or write command: [node, /app/airgo.js]";
    yield { path, message: "is empty, and a task begins with it", hint };
  }
}

function* emptyImage(container: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(container, "image")) {
    if (value === "") yield { path, message: "is empty", hint: 'write an image: "me/my:1"' };
  }
}

function* checkVariable({ value, path }: Place): Iterable<Refusal> {
  if (!isNamed(value)) return;
  if (ARGOS_VARIABLE.test(value.name)) {
    const hint = `choose another name, for example MY_${value.name}`;
    yield { path, message: "is a variable that Argo sets itself", hint };
  } else if (!ENV_NAME.test(value.name)) {
    const hint = "use letters, digits, _, - and ., not beginning with a digit";
    yield { path, message: "cannot be an environment variable", hint };
  }
}

function* checkName({ value, path }: Place): Iterable<Refusal> {
  if (!isNamed(value) || value.name.includes("{{")) return;
  if (ARGOS_CONTAINER.test(value.name)) {
    const hint = `choose another name, for example my-${value.name}`;
    yield { path, message: "has the name of a container of Argo's", hint };
  } else if (!DNS_LABEL.test(value.name)) {
    const hint = "use lower-case letters, digits and inner hyphens, at most 63";
    yield { path, message: "has a name that Kubernetes refuses", hint };
  }
}

// Requests and limits that an operator and its template files say together.

import type { Problem } from "../core/errors.ts";
import type { Resources, TaskSpec } from "../core/spec.ts";
import { type Misfit, misfitsOf, wordsOf } from "../validate/check-resources.ts";
import { placesAt } from "../validate/places.ts";
import { isMap } from "../validate/plain-data.ts";
import type { PodFiles } from "./check-pod.ts";
import type { Fragment } from "./fragment.ts";
import { merge } from "./merge.ts";

type List = "requests" | "limits";

/** Told at the file that has one of the two; the operator's own pair was checked with its options. */
export function checkTaskResources(files: PodFiles, task: TaskSpec): readonly Problem[] {
  const inDefaults = resourcesIn(files.workflow, DEFAULTS);
  const inContainer = resourcesIn(files.container, CONTAINER);
  // Most files say nothing of it.
  if (inDefaults === NOTHING && inContainer === NOTHING) return [];
  const ofFiles = merge(inDefaults, inContainer);
  return misfitsOf(merge(ofFiles, ofOperator(task.resources))).flatMap((misfit) =>
    toProblem(misfit, files, task),
  );
}

const CONTAINER = "container.resources";
const DEFAULTS = `spec.templateDefaults.${CONTAINER}`;

function toProblem(misfit: Misfit, files: PodFiles, task: TaskSpec): readonly Problem[] {
  const { resource, limit } = misfit;
  const request = sourceOf("requests", resource, { files, task });
  const most = sourceOf("limits", resource, { files, task });
  const { message, hint } = wordsOf(misfit);
  const from = limit === undefined ? "" : ` of ${most.name}`;
  if (request.fragment !== undefined) {
    return [request.fragment.problemAt(request.path, `${message}${from}`, hint)];
  }
  if (most.fragment === undefined) return [];
  const what = `is ${limit}, below the request ${misfit.request} of ${request.name}`;
  return [{ ...most.fragment.problemAt(most.path, what, hint), taskId: task.taskId }];
}

interface Source {
  /** For people. */
  readonly name: string;
  /** Undefined for an operator. */
  readonly fragment?: Fragment;
  readonly path: readonly string[];
}

function sourceOf(
  list: List,
  resource: string,
  { files, task }: { readonly files: PodFiles; readonly task: TaskSpec },
): Source {
  const option = optionOf(list, resource);
  if (option !== undefined && task.resources[option] !== undefined) {
    return { name: `task "${task.taskId}", ${option}`, path: [] };
  }
  for (const [fragment, pattern] of [
    [files.container, CONTAINER],
    [files.workflow, DEFAULTS],
  ] as const) {
    const amounts = placesAt({ value: fragment.value, path: [] }, `${pattern}.${list}`)[0]?.value;
    if (!isMap(amounts) || amounts[resource] === undefined) continue;
    const name = fragment === files.container ? "this file" : "workflow.yaml's templateDefaults";
    return { name, fragment, path: [...pattern.split("."), list, resource] };
  }
  return { name: "", path: [] };
}

function optionOf(list: List, resource: string): keyof Resources | undefined {
  if (resource === "cpu") return list === "requests" ? "requestsCpu" : "limitsCpu";
  if (resource === "memory") return list === "requests" ? "requestsMemory" : "limitsMemory";
  return undefined;
}

const NOTHING = {};
const known = new WeakMap<Fragment, object>();

/** Looked for once for all tasks; a file is either of the two. */
function resourcesIn(fragment: Fragment, pattern: string): object {
  const found = known.get(fragment);
  if (found !== undefined) return found;
  const value = placesAt({ value: fragment.value, path: [] }, pattern)[0]?.value;
  const resources = isMap(value) ? value : NOTHING;
  known.set(fragment, resources);
  return resources;
}

function ofOperator({ requestsCpu, requestsMemory, limitsCpu, limitsMemory }: Resources): object {
  return {
    requests: { cpu: requestsCpu, memory: requestsMemory },
    limits: { cpu: limitsCpu, memory: limitsMemory },
  };
}

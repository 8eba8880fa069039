// A podSpecPatch lies over the finished pod, and so over what airgo says of it.

import type { Problem } from "../core/errors.ts";
import { type Place, placesAt, type Refusal } from "../validate/places.ts";
import { isMap } from "../validate/plain-data.ts";
import type { PodFiles } from "./check-pod.ts";
import { isOwnVariable } from "./container-fields.ts";
import type { Fragment } from "./fragment.ts";
import { misfitsInPatch } from "./misfits-in-patch.ts";
import { filledPatch, readPodSpecPatch } from "./pod-spec-patch.ts";

export function checkPodSpecPatches({ container, workflow }: PodFiles): readonly Problem[] {
  return [
    ...problemsOf(container, "podSpecPatch", ownedIn),
    ...problemsOf(workflow, "spec.podSpecPatch", ownedIn),
    ...problemsOf(workflow, "spec.templateDefaults.podSpecPatch", ownedIn),
    ...problemsOf(workflow, "spec.templates.*.podSpecPatch", nothing),
  ];
}

interface OwnedPart {
  readonly what: string;
  readonly reason: string;
}

type OwnedParts = (patch: object) => Iterable<OwnedPart>;

function problemsOf(fragment: Fragment, pattern: string, owned: OwnedParts): readonly Problem[] {
  return placesAt({ value: fragment.value, path: [] }, pattern)
    .flatMap((place) => [...checkPatch(place, owned)])
    .map(({ path, message, hint }) => fragment.problemAt(path, message, hint));
}

const EXAMPLE =
  'write JSON or YAML, such as {"containers": [{"name": "main", "resources": {"limits": {"cpu": "2"}}}]}';

function* checkPatch({ value, path }: Place, owned: OwnedParts): Iterable<Refusal> {
  // What an expression makes of the text is only known when it runs.
  if (typeof value !== "string" || value === "" || value.includes("{{=")) return;
  const filled = filledPatch(value);
  const patch = readPodSpecPatch(filled);
  if (filled.includes("{{")) yield { path, message: "has {{ without }}", hint: "close it" };
  else if ("wrong" in patch) {
    yield { path, message: `cannot be read: ${patch.wrong}`, hint: EXAMPLE };
  } else {
    for (const { message, hint } of misfitsInPatch(patch.value)) yield { path, message, hint };
    for (const { what, reason } of owned(patch.value)) {
      yield { path, message: `sets ${what}, which is airgo's own`, hint: `take it out: ${reason}` };
    }
  }
}

/** A user's own pods have nothing of airgo's. */
function nothing(): readonly OwnedPart[] {
  return [];
}

/** A directive of Kubernetes' merge that replaces or deletes a container or its variables. */
function directiveIn(container: Place): string | undefined {
  const places = [container, ...placesAt(container, "env.*")];
  if (places.some(({ value }) => isMap(value) && value.$patch !== undefined)) return "$patch";
  return isMap(container.value) && container.value.env === null
    ? "the variables of main"
    : undefined;
}

function* ownedIn(patch: object): Iterable<OwnedPart> {
  const root = { value: patch, path: [] };
  if (isMap(patch) && (patch.$patch !== undefined || patch.containers === null)) {
    yield { what: "the whole pod or its containers", reason: "name the containers that are meant" };
  }
  if (placesAt(root, "activeDeadlineSeconds").length > 0) {
    yield { what: "activeDeadlineSeconds", reason: "use the operator's executionTimeout" };
  }
  for (const { value, path } of placesAt(root, "containers.*")) {
    // One without a name is of the whole list.
    if (!isMap(value) || (value.name ?? "main") !== "main") continue;
    const directive = directiveIn({ value, path });
    if (directive !== undefined) {
      const reason = "it would take away what airgo says of main";
      yield { what: directive, reason };
    }
    if (value.command !== undefined) {
      yield { what: "the command of main", reason: "write container.command in the template" };
    }
    for (const { value: name } of placesAt({ value, path }, "env.*.name")) {
      if (typeof name !== "string" || !isOwnVariable(name)) continue;
      yield { what: `the variable ${name} of main`, reason: "use another name" };
    }
  }
}

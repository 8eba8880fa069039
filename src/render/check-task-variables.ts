// Argo's braces in a container template, which may name the inputs of the tasks that it is for.

import { type Problem, toProblem } from "../core/errors.ts";
import type { TaskSpec } from "../core/spec.ts";
import {
  checkVariable,
  inputsOf,
  type Variable,
  variablesIn,
} from "../validate/check-variables.ts";
import { placesAt } from "../validate/places.ts";
import { isNamed } from "../validate/plain-data.ts";
import { isOwnVariable } from "./container-fields.ts";
import type { Fragment } from "./fragment.ts";

/** What a task's own inputs are called; another task may have them. */
const OF_TASKS = /^inputs\.(?:parameters|artifacts)\.(?:in-|item$|name$)/;

/** `own` is what airgo says of the task: its inputs, and the variables that stand over the file's. */
export function checkTaskVariables(
  fragment: Fragment,
  own: object,
  { taskId }: TaskSpec,
): readonly Problem[] {
  const variables = variablesOf(fragment);
  if (variables.length === 0) return [];
  const inputs = new Set([...inputsIn(own), ...inputsIn(fragment.value)]);
  return variables.flatMap((variable) => {
    const refusal = checkVariable(variable, inputs);
    if (refusal === undefined) return [];
    const { path, message, hint } = refusal;
    if (!OF_TASKS.test(variable.name ?? "")) return [fragment.problemAt(path, message, hint)];
    const ofTask = `holds {{${variable.name}}}, which task "${taskId}" does not have`;
    return [{ ...fragment.problemAt(path, ofTask, "give that task another template"), taskId }];
  });
}

/** An operator's own texts, where it says that they are Argo's. */
export function checkTaskTexts(
  fragment: Fragment,
  own: object,
  { task, dagId }: { readonly task: TaskSpec; readonly dagId: string },
): readonly Problem[] {
  const { taskId, parameters, location, argoExpressions } = task;
  if (!argoExpressions) return [];
  const inputs = new Set([...inputsIn(own), ...inputsIn(fragment.value)]);
  return variablesIn({ value: parameters, path: [] }).flatMap((variable) => {
    const refusal = checkVariable(variable, inputs);
    if (refusal === undefined) return [];
    const { path, message, hint } = refusal;
    const what = `DAG "${dagId}": task "${taskId}": parameter ${path.join(".")} ${message}`;
    return [toProblem("invalid-parameter", what, { hint, location, dagId, taskId })];
  });
}

function inputsIn(value: object): ReadonlySet<string> {
  return inputsOf({ value, path: [] });
}

const known = new WeakMap<Fragment, readonly Variable[]>();

/** A file's variables, looked for once for all tasks. */
export function variablesOf(fragment: Fragment): readonly Variable[] {
  const found = known.get(fragment) ?? lookFor(fragment);
  known.set(fragment, found);
  return found;
}

function lookFor({ value }: Fragment): readonly Variable[] {
  const root = { value, path: [] };
  // Over these stand airgo's own values, whatever the file says, as the Python parent's templates do.
  const replaced = placesAt(root, "container.env.*").flatMap(({ value: entry, path }) =>
    isNamed(entry) && isOwnVariable(entry.name) ? [path.join(".")] : [],
  );
  const found = variablesIn(root).filter(
    ({ path }) => !replaced.includes(path.slice(0, 3).join(".")),
  );
  // A patch with open braces cannot be read, and is told of there.
  return found.filter(({ path, name }) => name !== undefined || path[0] !== "podSpecPatch");
}

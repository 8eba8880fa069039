// The parameters of a run that the templates of a scheduled DAG name: where there is none, Argo refuses the CronWorkflow,
// while a run by hand may be given any (workflow/validate/validate.go: ValidateWorkflow).

import { type Problem, toProblem } from "../core/errors.ts";
import type { DagSpec } from "../core/spec.ts";
import type { ValuePath } from "../validate/check-schema.ts";
import { type Variable, variablesIn } from "../validate/check-variables.ts";
import { placesAt } from "../validate/places.ts";
import type { PodFiles } from "./check-pod.ts";
import { variablesOf } from "./check-task-variables.ts";
import type { Fragment } from "./fragment.ts";

/** In the container template of a task. */
export function runParametersInContainer({ container, workflow }: PodFiles, dag: DagSpec) {
  return isScheduled(dag) ? undeclaredIn(container, variablesOf(container), workflow) : [];
}

/** In the templates that workflow.yaml brings, and in the operators' own texts. */
export function runParametersInWorkflow(workflow: Fragment, dag: DagSpec): readonly Problem[] {
  if (!isScheduled(dag)) return [];
  const templates = placesAt({ value: workflow.value, path: [] }, "spec.templates.*");
  return [
    ...templates.flatMap((template) =>
      undeclaredIn(workflow, variablesIn(template), workflow, template.path.length),
    ),
    ...undeclaredByTasks(dag, workflow),
  ];
}

function isScheduled({ schedules }: DagSpec): boolean {
  return schedules.length > 0;
}

/** `depth` is that of the template in its file. */
function undeclaredIn(
  file: Fragment,
  variables: readonly Variable[],
  workflow: Fragment,
  depth = 0,
): readonly Problem[] {
  // Inputs are filled in when the template runs, and Argo does not look at them before.
  const checked = variables.filter(({ path }) => path[depth] !== "inputs");
  return undeclared(checked, workflow).map(({ name, path }) =>
    file.problemAt(path, messageOf(name), hintOf(name)),
  );
}

function undeclaredByTasks(dag: DagSpec, workflow: Fragment): readonly Problem[] {
  const { dagId } = dag;
  return dag.tasks.flatMap((task) => {
    const variables = variablesIn({ value: task.parameters, path: [] });
    return undeclared(variables, workflow).map(({ name, path }) => {
      const { taskId, location } = task;
      const what = `DAG "${dagId}": task "${taskId}": parameter ${path.join(".")}`;
      const details = { hint: hintOf(name), location, dagId, taskId };
      return toProblem("invalid-parameter", `${what} ${messageOf(name)}`, details);
    });
  });
}

interface RunParameter {
  readonly name: string;
  readonly path: ValuePath;
}

const OF_RUN = /^workflow\.parameters\.(.+)$/;
// airgo's own, and all of them as JSON.
const EVERY_RUN_HAS = ["params", "creationTimestampOverride", "json"];

/** Each name once. */
function undeclared(variables: readonly Variable[], { value }: Fragment): readonly RunParameter[] {
  const found = new Map<string, RunParameter>();
  for (const { name: variable = "", path } of variables) {
    const [, name] = OF_RUN.exec(variable) ?? [];
    if (name !== undefined && !found.has(name)) found.set(name, { name, path });
  }
  if (found.size === 0) return [];
  const declared = placesAt({ value, path: [] }, "spec.arguments.parameters.*.name");
  const known = new Set<unknown>([...EVERY_RUN_HAS, ...declared.map((own) => own.value)]);
  return [...found.values()].filter(({ name }) => !known.has(name));
}

function messageOf(name: string): string {
  return `holds {{workflow.parameters.${name}}}, and no scheduled run has such a parameter`;
}

function hintOf(name: string): string {
  return `declare it in templates/configuration/workflow.yaml: spec: { arguments: { parameters: [{ name: ${name}, value: "…" }] } }`;
}

// The template of one kind of pod: everything of a task except its id, so that tasks that are alike share it.

import { createHash } from "node:crypto";
import type { Problem } from "../core/errors.ts";
import type { OutputSpec, Resources, TaskSpec } from "../core/spec.ts";
import { isSuppliedInput } from "../validate/supplied.ts";
import type { ArgoContainer, ArgoTemplate, ContainerResources } from "./argo-types.ts";
import type { PodFiles } from "./check-pod.ts";
import { runParametersInContainer } from "./check-run-parameters.ts";
import { checkSupplied } from "./check-supplied.ts";
import { checkTaskResources } from "./check-task-resources.ts";
import { checkTaskTexts, checkTaskVariables } from "./check-task-variables.ts";
import { OWNED_BY_RUN_TEMPLATES } from "./container-fields.ts";
import type { DagContext } from "./dag-context.ts";
import { defined } from "./defined.ts";
import { environment } from "./environment.ts";
import {
  type ArgoExpression,
  inputParameter,
  TASK_NAME,
  workflowParameter,
} from "./expressions.ts";
import { merge } from "./merge.ts";
import { checkOwned } from "./owned-fields.ts";
import { compileRetryStrategy } from "./retry-strategy.ts";

export interface CompiledTemplate {
  readonly template: ArgoTemplate & { readonly name: string };
  readonly problems: readonly Problem[];
}

/** Argo's parameter for an argument that is taken from an upstream. */
export function inputName(argument: string): string {
  return `in-${argument}`;
}

/** Two tasks of a DAG with the same key have the same template. */
export function templateKey(task: TaskSpec): string {
  const { template, over, inputs, outputs, resources, parameters } = task;
  return JSON.stringify([
    [template, over === undefined, resources, task.executionTimeout, Object.entries(parameters)],
    [task.retries, task.retryDelay, task.retryExponentialBackoff, task.maxRetryDelay],
    inputs.map(({ name }) => name),
    outputs.map(({ parameter, whenSkipped }) => [parameter, whenSkipped]),
  ]);
}

export function compileRunTemplate(
  task: TaskSpec,
  context: DagContext,
  files: PodFiles,
): CompiledTemplate {
  const base = baseTemplate(task, context);
  const fragment = files.container;
  const problems = [
    ...checkOwned(fragment, base, OWNED_BY_RUN_TEMPLATES),
    ...checkSupplied(fragment, ["inputs", "parameters"], base, isSuppliedInput),
    ...checkTaskVariables(fragment, base, task),
    ...checkTaskTexts(fragment, base, { task, dagId: context.spec.dagId }),
    ...runParametersInContainer(files, context.spec),
    ...checkTaskResources(files, task),
  ];
  // What the operator says is more specific than its template file.
  const { env, resources } = base.container;
  const own = { container: { env, resources } };
  const content = merge(merge<ArgoTemplate>(base, fragment.value), own);
  return { template: { name: contentName(content, context), ...content }, problems };
}

function baseTemplate(task: TaskSpec, context: DagContext) {
  const outputs = task.outputs.length === 0 ? undefined : { parameters: task.outputs.map(output) };
  const container: ArgoContainer = {
    image: context.settings.image,
    // Without a command, the controller would ask the registry for the image's own.
    command: ["node", "/app/airgo.js"],
    env: environment(task, context),
    ...defined({ resources: compileResources(task.resources) }),
  };
  const labels = { dag_id: context.spec.dagId, task_id: inputParameter("task-id") };
  return {
    metadata: { labels },
    inputs: compileInputs(task),
    ...defined({
      outputs,
      retryStrategy: compileRetryStrategy(task),
      activeDeadlineSeconds: deadline(task, context),
    }),
    container,
  } satisfies ArgoTemplate;
}

/** The runtime ends the task at its timeout; this is for a task that does not listen. */
// Kubernetes counts it in 32 bits.
const LONGEST_DEADLINE = 2 ** 31 - 1;

function deadline({ executionTimeout }: TaskSpec, { settings }: DagContext): number | undefined {
  if (executionTimeout === undefined) return undefined;
  const seconds = Math.ceil(executionTimeout) + settings.terminationGracePeriodSeconds;
  return Math.min(seconds, LONGEST_DEADLINE);
}

/** Values are parameters, seen in Argo's page, and reach the pod as files of any length. */
function compileInputs(task: TaskSpec) {
  const mapped = task.over !== undefined;
  const values = [...(mapped ? ["item"] : []), ...task.inputs.map(({ name }) => inputName(name))];
  return {
    parameters: ["task-id", ...values].map((name) => ({ name })),
    artifacts: [
      rawArtifact("params", workflowParameter("params")),
      ...values.map((name) => rawArtifact(name, inputParameter(name))),
      ...(mapped ? [rawArtifact("name", TASK_NAME)] : []),
    ],
  };
}

function rawArtifact(name: string, data: ArgoExpression) {
  return { name, path: `/tmp/airgo/in/${name}`, raw: { data } };
}

function output({ parameter, whenSkipped }: OutputSpec) {
  const path = `/tmp/airgo/out/${parameter}`;
  return { name: parameter, valueFrom: { path, ...defined({ default: whenSkipped }) } };
}

function compileResources(resources: Resources): ContainerResources | undefined {
  const { requestsCpu, requestsMemory, limitsCpu, limitsMemory } = resources;
  const both = defined({
    requests: filled({ cpu: requestsCpu, memory: requestsMemory }),
    limits: filled({ cpu: limitsCpu, memory: limitsMemory }),
  });
  return filled(both);
}

function filled<Fields extends object>(fields: Fields) {
  const given = defined(fields);
  return Object.keys(given).length === 0 ? undefined : given;
}

/**
 * A name by content, without what all templates of the DAG have in common: a new image, or a change to another task,
 * renames nothing.
 */
function contentName(content: ArgoTemplate, { settings, structureHash }: DagContext): string {
  const text = JSON.stringify(content)
    .replaceAll(JSON.stringify(settings.image), '"image"')
    .replaceAll(structureHash, "");
  return `run-${createHash("sha256").update(text).digest("hex").slice(0, 10)}`;
}

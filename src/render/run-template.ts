// The template of one kind of pod: everything of a task except its id, so that tasks that are alike share it.

import { createHash } from "node:crypto";
import type { Problem } from "../core/errors.ts";
import type { DagSpec, OutputSpec, Resources, TaskSpec } from "../core/spec.ts";
import type {
  ArgoContainer,
  ArgoTemplate,
  ContainerResources,
  EnvVar,
  RetryStrategy,
} from "./argo-types.ts";
import { OWNED_BY_RUN_TEMPLATES } from "./container-fields.ts";
import {
  type ArgoExpression,
  CREATION_TIMESTAMP,
  inputParameter,
  RETRIES,
  SCHEDULED_TIME,
  TASK_NAME,
  WORKFLOW_NAME,
  workflowParameter,
} from "./expressions.ts";
import type { Fragment } from "./fragment.ts";
import { merge } from "./merge.ts";
import { checkOwned } from "./owned-fields.ts";
import type { RenderSettings } from "./render-settings.ts";

/** The DAG that a template is part of. */
export interface DagContext {
  readonly spec: DagSpec;
  readonly settings: RenderSettings;
  readonly structureHash: string;
}

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
  return JSON.stringify([
    task.template,
    task.over !== undefined,
    task.inputs.map(({ name }) => name),
    task.outputs.map(({ parameter, whenSkipped }) => [parameter, whenSkipped ?? 0]),
    [task.retries, task.retryDelay ?? 0, task.retryExponentialBackoff, task.maxRetryDelay ?? 0],
    task.executionTimeout ?? 0,
    resourcesOf(task.resources),
    Object.entries(task.parameters),
  ]);
}

export function compileRunTemplate(
  task: TaskSpec,
  context: DagContext,
  fragment: Fragment,
): CompiledTemplate {
  const base = baseTemplate(task, context);
  const problems = checkOwned(fragment, base, OWNED_BY_RUN_TEMPLATES);
  // What the operator says is more specific than its template file.
  const own = { container: { env: base.container.env, resources: base.container.resources } };
  const content = merge(merge<ArgoTemplate>(base, fragment.value), own);
  return { template: { name: contentName(content, context), ...content }, problems };
}

function baseTemplate(task: TaskSpec, context: DagContext) {
  const { spec, settings } = context;
  const grace = settings.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  const retryStrategy = compileRetryStrategy(task);
  const container: ArgoContainer = {
    image: settings.image,
    // Without a command, the controller asks the registry for the image's own.
    command: ["node", "/app/airgo.js"],
    env: environment(task, context),
    ...optional("resources", resourcesOf(task.resources)),
  };
  return {
    metadata: { labels: { dag_id: spec.dagId, task_id: inputParameter("task-id") } },
    inputs: compileInputs(task),
    ...(task.outputs.length === 0 ? {} : { outputs: { parameters: task.outputs.map(output) } }),
    ...optional("retryStrategy", retryStrategy),
    // The runtime ends the task at its timeout; this is for one that does not listen.
    ...(task.executionTimeout === undefined
      ? {}
      : { activeDeadlineSeconds: Math.ceil(task.executionTimeout) + grace }),
    container,
  } satisfies ArgoTemplate;
}

// Kubernetes' own default.
const DEFAULT_GRACE = 30;

/**
 * Values are parameters, seen in Argo's page, and reach the pod as files: an environment variable ends at 128 KiB.
 */
function compileInputs(task: TaskSpec) {
  const item = task.over === undefined ? [] : ["item"];
  const values = [...item, ...task.inputs.map(({ name }) => inputName(name))];
  const parameters = ["task-id", ...values].map((name) => ({ name }));
  const artifacts = [
    rawArtifact("params", workflowParameter("params")),
    ...values.map((name) => rawArtifact(name, inputParameter(name))),
    ...(task.over === undefined ? [] : [rawArtifact("name", TASK_NAME)]),
  ];
  return { parameters, artifacts };
}

function rawArtifact(name: string, data: ArgoExpression) {
  return { name, path: `/tmp/airgo/in/${name}`, raw: { data } };
}

function output({ parameter, whenSkipped }: OutputSpec) {
  const path = `/tmp/airgo/out/${parameter}`;
  return {
    name: parameter,
    valueFrom: { path, ...optional("default", whenSkipped) },
  };
}

function compileRetryStrategy(task: TaskSpec): RetryStrategy | undefined {
  if (task.retries === 0) return undefined;
  const { retryDelay = 0, maxRetryDelay } = task;
  const backoff = {
    duration: `${retryDelay}s`,
    ...(task.retryExponentialBackoff ? { factor: "2" } : {}),
    ...(maxRetryDelay === undefined ? {} : { cap: `${maxRetryDelay}s` }),
  };
  return {
    limit: String(task.retries),
    // Also after an Error, such as an evicted pod.
    retryPolicy: "Always",
    // FailTask: what would fail again is not tried again.
    expression: "lastRetry.exitCode != '99'",
    ...(retryDelay === 0 ? {} : { backoff }),
  };
}

function environment(task: TaskSpec, { spec, settings, structureHash }: DagContext): EnvVar[] {
  const grace = settings.terminationGracePeriodSeconds;
  const variables: readonly (readonly [name: string, value: string])[] = [
    ["TASK_ID", inputParameter("task-id")],
    ["DAG_ID", spec.dagId],
    ["CREATION_TIMESTAMP", CREATION_TIMESTAMP],
    ["CREATION_TIMESTAMP_OVERRIDE", workflowParameter("creationTimestampOverride")],
    ["SCHEDULED_TIME", SCHEDULED_TIME],
    ["AIRGO_RUN_ID", WORKFLOW_NAME],
    ...(task.retries === 0 ? [] : [["AIRGO_RETRIES", RETRIES] as const]),
    ["AIRGO_STRUCTURE_HASH", structureHash],
    ...(settings.structureMismatch === "fail"
      ? [["AIRGO_STRUCTURE_MISMATCH", "fail"] as const]
      : []),
    ...(grace === undefined
      ? []
      : [["AIRGO_TERMINATION_GRACE_PERIOD_SECONDS", String(grace)] as const]),
    ...Object.entries(task.parameters),
  ];
  return variables.map(([name, value]) => ({ name, value }));
}

function resourcesOf(resources: Resources): ContainerResources | undefined {
  const requests = {
    ...optional("cpu", resources.requestsCpu),
    ...optional("memory", resources.requestsMemory),
  };
  const limits = {
    ...optional("cpu", resources.limitsCpu),
    ...optional("memory", resources.limitsMemory),
  };
  const both = {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
  return Object.keys(both).length === 0 ? undefined : both;
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value }); // just checked
}

/**
 * Named by content, without what all templates of the DAG have in common: a new image, or a change to another task,
 * renames nothing.
 */
function contentName(content: ArgoTemplate, { settings, structureHash }: DagContext): string {
  const text = JSON.stringify(content)
    .replaceAll(JSON.stringify(settings.image), '"image"')
    .replaceAll(structureHash, "");
  return `run-${createHash("sha256").update(text).digest("hex").slice(0, 10)}`;
}

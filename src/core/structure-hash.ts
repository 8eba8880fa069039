import { createHash } from "node:crypto";
import type { TaskOptionsSpec } from "./operator-options.ts";
import type { DagSpec, TaskSpec } from "./spec.ts";

/**
 * The hash of a DAG's structure: what its manifest is made from, and neither code nor places in files. An image and
 * manifests with different hashes were not made from the same DAG.
 */
export function structureHash(spec: DagSpec): string {
  // The user's dictionaries are sorted in a spec, so its text is canonical as it stands.
  const dag = JSON.stringify({ ...spec, tasks: undefined });
  return createHash("sha256")
    .update([dag, ...structuresOf(spec.tasks)].join("\n"))
    .digest("hex");
}

/** A line for each task. Its options stand there only where they are not those of the line above, which they mostly are. */
function structuresOf(tasks: readonly TaskSpec[]): readonly string[] {
  let above: { readonly task: TaskSpec; readonly options: string } | undefined;
  return tasks.map((task) => {
    const options =
      above !== undefined && haveSameOptions(above.task, task) ? above.options : optionsOf(task);
    const line = placeOf(task) + (options === above?.options ? "" : ` ${options}`);
    above = { task, options };
    return line;
  });
}

/** A quick look: tasks that take what the DAG's defaults say share it. */
function haveSameOptions(one: TaskSpec, other: TaskSpec): boolean {
  return (
    one.triggerRule === other.triggerRule &&
    one.ignoreDownstreamTriggerRules === other.ignoreDownstreamTriggerRules &&
    one.retries === other.retries &&
    one.retryDelay === other.retryDelay &&
    one.retryExponentialBackoff === other.retryExponentialBackoff &&
    one.maxRetryDelay === other.maxRetryDelay &&
    one.executionTimeout === other.executionTimeout &&
    one.resources === other.resources &&
    one.template === other.template &&
    one.parameters === other.parameters &&
    one.argoExpressions === other.argoExpressions
  );
}

function optionsOf(task: TaskSpec): string {
  return JSON.stringify({
    triggerRule: task.triggerRule,
    ignoreDownstreamTriggerRules: task.ignoreDownstreamTriggerRules,
    retries: task.retries,
    retryDelay: task.retryDelay,
    retryExponentialBackoff: task.retryExponentialBackoff,
    maxRetryDelay: task.maxRetryDelay,
    executionTimeout: task.executionTimeout,
    resources: task.resources,
    template: task.template,
    parameters: task.parameters,
    argoExpressions: task.argoExpressions,
  } satisfies TaskOptionsSpec);
}

/**
 * Without what is beside the options: the operator's name, which is for people and which bundlers change, and the
 * downstreams, which the other tasks' upstreams say. No id holds a blank or a comma.
 */
function placeOf({
  taskId,
  kind,
  over,
  group,
  upstream,
  gates,
  inputs,
  outputs,
}: TaskSpec): string {
  const ids = `${taskId} ${kind} ${group ?? ""} ${upstream.join(",")}`;
  const isPlain =
    over === undefined && gates.length === 0 && inputs.length === 0 && outputs.length === 0;
  return isPlain ? ids : `${ids} ${JSON.stringify([over, gates, inputs, outputs])}`;
}

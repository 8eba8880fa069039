import { createHash } from "node:crypto";
import type { DagSpec, TaskSpec } from "./spec.ts";

/**
 * The hash of a DAG's structure: what its manifest is made from, and neither code nor places in files. An image and
 * manifests with different hashes were not made from the same DAG.
 */
export function structureHash(spec: DagSpec): string {
  // The user's dictionaries are sorted in a spec, so its text is canonical as it stands.
  return createHash("sha256")
    .update(JSON.stringify({ ...spec, tasks: spec.tasks.map(structureOf) }))
    .digest("hex");
}

/** Without the operator's name, which is for people and which bundlers change. Written out: spreading costs more than hashing. */
function structureOf(task: TaskSpec): Required<Omit<TaskSpec, "operator" | "location">> {
  return {
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
    taskId: task.taskId,
    kind: task.kind,
    over: task.over,
    upstream: task.upstream,
    gates: task.gates,
    group: task.group,
    downstream: task.downstream,
    inputs: task.inputs,
    outputs: task.outputs,
  };
}

// What `kubectl` and `argo` print of Workflows, read without trusting its shape.

import type { ClusterRun, WorkflowPhase } from "./cluster.ts";
import { SCHEDULED_TIME } from "./run-labels.ts";

const PHASES: readonly WorkflowPhase[] = ["Pending", "Running", "Succeeded", "Failed", "Error"];

/** The value at a path of keys; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) at = fieldsOf(at)[key];
  return at;
}

/** The text at a path of keys; undefined where there is none or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const at = valueAt(value, ...path);
  return typeof at === "string" && at !== "" ? at : undefined;
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of `[{name, value}]`, as Argo has parameters. */
export function parametersOf(list: unknown): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const entry of listOf(list)) {
    const { name, value } = fieldsOf(entry);
    if (typeof name === "string" && typeof value === "string") parameters.set(name, value);
  }
  return parameters;
}

export function parsePhase(text: unknown): WorkflowPhase | undefined {
  return PHASES.find((phase) => phase === text);
}

/** A Workflow as a row of a table of runs. */
export function parseClusterRun(workflow: unknown): ClusterRun {
  const parameters = parametersOf(valueAt(workflow, "spec", "arguments", "parameters"));
  return {
    name: textAt(workflow, "metadata", "name") ?? "",
    uid: textAt(workflow, "metadata", "uid") ?? "",
    phase: parsePhase(valueAt(workflow, "status", "phase")),
    message: textAt(workflow, "status", "message"),
    labels: textsOf(valueAt(workflow, "metadata", "labels")),
    createdAt: textAt(workflow, "metadata", "creationTimestamp") ?? "",
    startedAt: textAt(workflow, "status", "startedAt"),
    finishedAt: textAt(workflow, "status", "finishedAt"),
    scheduledTime: textAt(workflow, "metadata", "annotations", SCHEDULED_TIME),
    creationTimestampOverride: parameters.get("creationTimestampOverride"),
  };
}

function textsOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(fieldsOf(value))) texts[key] = String(text);
  return texts;
}

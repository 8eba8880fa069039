// Names, labels and annotations of the objects.

import type { DagSpec } from "../core/spec.ts";
import type { DagContext } from "./dag-context.ts";
import { defined } from "./defined.ts";

/** The name of a DAG's WorkflowTemplate and CronWorkflow. */
export function resourceName(projectName: string, dagId: string): string {
  return `${projectName}-${dagId}`;
}

/** The labels by which airgo finds its objects and runs; the DAG's own beside them. */
export function resourceLabels({ spec, settings }: DagContext): Record<string, string> {
  return { ...fixedLabels(spec), "airgo/project": settings.projectName, "airgo/dag": spec.dagId };
}

/** Undefined where there are none. */
export function resourceAnnotations(spec: DagSpec): Record<string, string> | undefined {
  const description = defined({ "workflows.argoproj.io/description": spec.description });
  return sortedTexts({ ...description, ...spec.annotations });
}

/** The labels of pods, in which Argo may still have to substitute something. */
export function podLabels(spec: DagSpec) {
  const labels = sortedTexts(spec.labels);
  return labels && { labels };
}

/** In an order of their own, not the DAG file's; undefined where there are none. */
export function sortedTexts(
  texts: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const entries = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Argo substitutes only in pods; the API server refuses an object's label with braces. */
function fixedLabels(spec: DagSpec): Record<string, string> | undefined {
  const fixed = Object.entries(spec.labels).filter(([, value]) => !value.includes("{{"));
  return sortedTexts(Object.fromEntries(fixed));
}

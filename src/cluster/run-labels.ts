// The labels by which airgo finds runs again. They stand on each run from its first moment: the ones that a
// WorkflowTemplate gives arrive only when the controller looks at it.

import type { Workflow } from "../render/argo-types.ts";

export type RunType = "scheduled" | "backfill" | "manual";

export const LABELS = {
  project: "airgo/project",
  dag: "airgo/dag",
  runType: "airgo/run-type",
  /** Of a backfill: the tick, in Unix seconds. */
  tick: "airgo/tick",
  /** Of a backfill: waits for its turn in the cluster. */
  detached: "airgo/detached",
  /** Argo's own; missing until the controller has seen the run. */
  completed: "workflows.argoproj.io/completed",
} as const;

export const SCHEDULED_TIME = "workflows.argoproj.io/scheduled-time";

/** Label requirements that hold for unfinished runs. */
export const UNFINISHED = `${LABELS.completed}!=true`;

/** What all runs of a DAG have in common. */
export interface RunOwner {
  readonly projectName: string;
  readonly dagId: string;
}

export function ownerLabels({ projectName, dagId }: RunOwner): Record<string, string> {
  return { [LABELS.project]: projectName, [LABELS.dag]: dagId };
}

/** Label requirements for the backfill runs of a DAG. */
export function backfillSelector(owner: RunOwner): string[] {
  const labels = { ...ownerLabels(owner), [LABELS.runType]: "backfill" satisfies RunType };
  return Object.entries(labels).map(([label, value]) => `${label}=${value}`);
}

/** Metadata of a run, with the date that it stands for. */
export function runMetadata(
  namespace: string,
  labels: Record<string, string>,
  executionDate: string | undefined,
): NonNullable<Workflow["metadata"]> {
  const annotations = { [SCHEDULED_TIME]: executionDate ?? "" };
  return { namespace, labels, ...(executionDate === undefined ? {} : { annotations }) };
}

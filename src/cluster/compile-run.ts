// The Workflows of runs that airgo starts. They are plain ones that refer to the DAG's WorkflowTemplate: a run that a
// CronWorkflow owns counts for its concurrency policy and is deleted by its history limits.

import { formatRfc3339 } from "../core/dates.ts";
import { API_VERSION, type Workflow } from "../render/argo-types.ts";
import type { BackfillPlan, PlannedRun } from "./plan-backfill.ts";
import { unixSeconds } from "./plan-backfill.ts";
import { LABELS, ownerLabels, type RunOwner, type RunType, runMetadata } from "./run-labels.ts";

/** One run by hand. */
export interface ManualRun extends RunOwner {
  readonly namespace: string;
  readonly templateName: string;
  /** The execution date; undefined: the moment of its creation. */
  readonly executionDate: Date | undefined;
  /** The run's own parameters, as they travel; undefined: those of the DAG. */
  readonly params: string | undefined;
}

export function compileManualRun(run: ManualRun): Workflow {
  const { namespace, templateName, executionDate, params } = run;
  const labels = labelsOf(run, "manual");
  const date = executionDate === undefined ? undefined : formatRfc3339(executionDate);
  return {
    apiVersion: API_VERSION,
    kind: "Workflow",
    metadata: { generateName: `${templateName}-`, ...runMetadata(namespace, labels, date) },
    spec: { workflowTemplateRef: { name: templateName }, ...argumentsOf(date, params) },
  };
}

/** What a run waits for in the cluster, where nobody holds it back. */
export interface Turn {
  /** How many runs may be active at a time. */
  readonly maxActive: number;
}

/** One run of a backfill; with a turn, the cluster starts it when it is its turn. */
export function compileBackfillRun(plan: BackfillPlan, run: PlannedRun, turn?: Turn): Workflow {
  const { namespace, templateName, params, ttlSeconds } = plan;
  const date = formatRfc3339(run.tick);
  const labels = {
    ...labelsOf(plan, "backfill"),
    [LABELS.tick]: String(unixSeconds(run.tick)),
    ...(turn === undefined ? {} : { [LABELS.detached]: "true" }),
  };
  return {
    apiVersion: API_VERSION,
    kind: "Workflow",
    metadata: { name: run.name, ...runMetadata(namespace, labels, date) },
    spec: {
      workflowTemplateRef: { name: templateName },
      ...argumentsOf(date, params),
      // The run is the only record that its date was done.
      ttlStrategy: { secondsAfterCompletion: ttlSeconds },
      ...(turn === undefined ? {} : turnOf(plan, run, turn)),
    },
  };
}

/**
 * A semaphore would need a ConfigMap, and the right to make one; so the bound is as many mutexes, and the runs take them
 * by turns. Among those that wait for one, Argo takes the highest priority first: below zero, so that other runs of
 * the cluster are not held up.
 */
function turnOf({ templateName }: BackfillPlan, { index }: PlannedRun, { maxActive }: Turn) {
  const name = `${templateName}-bf-${index % maxActive}`;
  return { priority: -index, synchronization: { mutexes: [{ name }] } };
}

function labelsOf(owner: RunOwner, runType: RunType): Record<string, string> {
  return { ...ownerLabels(owner), [LABELS.runType]: runType };
}

function argumentsOf(date: string | undefined, params: string | undefined) {
  const given = { creationTimestampOverride: date, params };
  const parameters = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return parameters.length === 0 ? {} : { arguments: { parameters } };
}

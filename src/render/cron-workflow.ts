import { API_VERSION, type CronWorkflow } from "./argo-types.ts";
import type { DagContext } from "./dag-context.ts";
import { defined } from "./defined.ts";
import { merge } from "./merge.ts";
import { checkOwned } from "./owned-fields.ts";
import { resourceAnnotations, resourceLabels, resourceName } from "./resource-metadata.ts";
import type { TemplateLibrary } from "./template-library.ts";
import { OWNED_BY_CRON_WORKFLOWS } from "./workflow-fields.ts";
import type { Compiled } from "./workflow-template.ts";

/** When a DAG runs; what runs is its WorkflowTemplate's. */
export function compileCronWorkflow(
  context: DagContext,
  library: TemplateLibrary,
): Compiled<CronWorkflow> {
  const base = baseManifest(context);
  const fragment = library.cronWorkflow(context.spec);
  const owned = checkOwned(fragment, base, OWNED_BY_CRON_WORKFLOWS);
  const { metadata, spec } = base;
  const moreSpecific = { metadata, spec: { workflowMetadata: spec.workflowMetadata } };
  return {
    manifest: merge(merge(base, fragment.value), moreSpecific),
    problems: [...fragment.problems, ...owned],
  };
}

function baseManifest(context: DagContext): CronWorkflow {
  const { spec, settings } = context;
  const name = resourceName(settings.projectName, spec.dagId);
  const labels = resourceLabels(context);
  return {
    apiVersion: API_VERSION,
    kind: "CronWorkflow",
    metadata: {
      name,
      namespace: settings.namespace,
      labels,
      ...defined({ annotations: resourceAnnotations(spec) }),
    },
    spec: {
      schedules: [...spec.schedules],
      timezone: spec.timezone,
      startingDeadlineSeconds: spec.startingDeadlineSeconds,
      concurrencyPolicy: spec.concurrencyPolicy,
      successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit,
      failedJobsHistoryLimit: spec.failedJobsHistoryLimit,
      // Left out where it is false, so that `argo cron suspend` and the next apply do not fight over it.
      ...(spec.suspend ? { suspend: true } : {}),
      ...defined({ when: notBefore(spec.startDate), stopStrategy: notAfter(spec.endDate) }),
      // Argo copies none of the CronWorkflow's own labels to its runs.
      workflowMetadata: { labels: { ...labels, "airgo/run-type": "scheduled" } },
      workflowSpec: { workflowTemplateRef: { name } },
    },
  };
}

// Both are evaluated at every tick.

function notBefore(startDate: string | undefined): string | undefined {
  return startDate === undefined ? undefined : `{{= now().Unix() >= ${seconds(startDate)} }}`;
}

/** The end is inclusive, and a tick fires a little late: so the minute after it is the first that is too late. */
function notAfter(endDate: string | undefined) {
  if (endDate === undefined) return undefined;
  const minuteAfter = (Math.floor(seconds(endDate) / 60) + 1) * 60;
  return { expression: `now().Unix() >= ${minuteAfter}` };
}

function seconds(rfc3339: string): number {
  return Math.floor(Date.parse(rfc3339) / 1000);
}

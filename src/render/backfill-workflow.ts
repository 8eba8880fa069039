import { API_VERSION, type Workflow } from "./argo-types.ts";
import type { DagContext } from "./dag-context.ts";
import { resourceLabels, resourceName } from "./resource-metadata.ts";

/**
 * One run of a DAG for a date in the past: `argo submit FILE -p creationTimestampOverride=2019-01-01`. A plain Workflow,
 * because one that a CronWorkflow owns counts for its concurrency policy and its history.
 */
export function compileBackfillWorkflow(context: DagContext): Workflow {
  const { projectName, namespace } = context.settings;
  const name = resourceName(projectName, context.spec.dagId);
  return {
    apiVersion: API_VERSION,
    kind: "Workflow",
    metadata: {
      generateName: `${name}-bf-`,
      namespace,
      labels: { ...resourceLabels(context), "airgo/run-type": "backfill" },
    },
    spec: {
      workflowTemplateRef: { name },
      // Without a value, Argo refuses the run until it is given one.
      arguments: { parameters: [{ name: "creationTimestampOverride" }] },
    },
  };
}

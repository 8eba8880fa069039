import { AirgoError } from "../core/errors.ts";
import type { DagSpec } from "../core/spec.ts";
import { structureHash } from "../core/structure-hash.ts";
import type { Cluster } from "./cluster.ts";
import { textAt } from "./parse-workflow.ts";

export interface TemplateCheck {
  readonly spec: DagSpec;
  readonly templateName: string;
  /** Where the manifests are rendered to. */
  readonly outDir: string;
}

/** Whether the deployed template was rendered from this very DAG. @throws AirgoError where none is deployed */
export async function checkTemplate(
  cluster: Cluster,
  { spec, templateName, outDir }: TemplateCheck,
): Promise<"current" | "stale"> {
  const template = await cluster.readTemplate(templateName);
  if (template === undefined) {
    // A run that refers to nothing would be created all the same, and then be an Error.
    const where = `in namespace "${cluster.namespace}"`;
    const message = `DAG "${spec.dagId}" is not deployed: there is no WorkflowTemplate "${templateName}" ${where}`;
    throw new AirgoError("cluster-error", message, {
      hint: `airgo render, then: kubectl apply --server-side -f ${outDir}/`,
      dagId: spec.dagId,
      location: spec.location,
    });
  }
  const deployed = textAt(template, "metadata", "annotations", "airgo/structure-hash");
  return deployed === structureHash(spec) ? "current" : "stale";
}

// The Argo objects that airgo makes. Types only: the package that has them, generated from Argo's own, is not shipped.

import type { ICronWorkflow } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/CronWorkflow";
import type { IDAGTask } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/DAGTask";
import type { ITemplate } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Template";
import type { IWorkflow } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Workflow";
import type { IWorkflowTemplate } from "@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate";

export type DagTask = IDAGTask;
export type CronWorkflow = ICronWorkflow;
export type Workflow = IWorkflow;

/** A container as Argo wants it: the pod's name for it is Argo's own. */
export type ArgoContainer = Omit<NonNullable<ITemplate["container"]>, "name">;
export type ArgoTemplate = Omit<ITemplate, "container"> & { container?: ArgoContainer };
export type WorkflowTemplate = Omit<IWorkflowTemplate, "spec"> & {
  spec: Omit<IWorkflowTemplate["spec"], "templates"> & { templates: ArgoTemplate[] };
};

export type EnvVar = NonNullable<ArgoContainer["env"]>[number];
export type InputParameter = NonNullable<NonNullable<ITemplate["inputs"]>["parameters"]>[number];
export type RetryStrategy = NonNullable<ITemplate["retryStrategy"]>;
export type ContainerResources = NonNullable<ArgoContainer["resources"]>;

export const API_VERSION = "argoproj.io/v1alpha1";

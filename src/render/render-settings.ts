/** What a project says of all its manifests. */
export interface RenderSettings {
  /** Begins the name of every object. */
  readonly projectName: string;
  /** With its tag. */
  readonly image: string;
  readonly namespace: string;
  /** Undefined: the namespace's default service account. */
  readonly serviceAccountName: string | undefined;
  /** Template files by their path in the project, such as `templates/containers/default.yaml`; airgo has its own for those that are not there. */
  readonly templates: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM to SIGKILL; undefined: the cluster's 30. */
  readonly terminationGracePeriodSeconds: number | undefined;
  /** What a pod does when its image was not built from the DAG that these manifests were made from. */
  readonly structureMismatch: "warn" | "fail";
}

/** The name of a DAG's WorkflowTemplate and CronWorkflow. */
export function resourceName(projectName: string, dagId: string): string {
  return `${projectName}-${dagId}`;
}

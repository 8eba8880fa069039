/** What a project says of all its manifests: a part of its configuration, and its template files. */
export interface RenderSettings {
  /** Begins the name of every object. */
  readonly projectName: string;
  /** With its tag. */
  readonly image: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** Between SIGTERM and SIGKILL. */
  readonly terminationGracePeriodSeconds: number;
  /** What a pod does when its image was not built from the DAG that these manifests were made from. */
  readonly structureMismatch: "warn" | "fail";
  /** The folder of the template files, for messages. */
  readonly templatesDir: string;
  /** Texts by their paths below that folder; airgo has its own for files that are not there. */
  readonly templates: Readonly<Record<string, string>>;
}

// What a pod has anyhow is not written into its manifest.

/** The service account of every namespace. */
export const DEFAULT_SERVICE_ACCOUNT = "default";
/** Kubernetes' own. */
export const DEFAULT_GRACE_SECONDS = 30;

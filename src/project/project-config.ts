// The settings of a project, in force. One flat record, because it is embedded in the bundle and printed by `airgo config`.

/** What a pod does when its DAG is not the one that the manifest was rendered from. */
export type StructureMismatch = "warn" | "fail";

/** Every setting, resolved; `airgo config` says where each came from. */
export interface ProjectConfig {
  /** Prefix of every name in the cluster. @defaultValue the name of the package, where it is a valid name */
  readonly projectName: string;
  /** The image of the pods, with `tag` applied. @defaultValue "<projectName>:latest" */
  readonly image: string;
  /** Replaces the tag (or the digest) of `image`. @defaultValue none */
  readonly tag: string | undefined;
  /** @defaultValue "argo", where Argo's own installation runs workflows */
  readonly namespace: string;
  /** @defaultValue "default", which every namespace has */
  readonly serviceAccountName: string;
  /** IANA name; of DAGs that set none. @defaultValue "UTC" */
  readonly timezone: string;
  /** @defaultValue "dags" */
  readonly dagsDir: string;
  /** @defaultValue "templates" */
  readonly templatesDir: string;
  /** Where manifests are rendered to. @defaultValue "rendered_yamls" */
  readonly outDir: string;
  /** Packages left out of the bundle, found beside it at run time. @defaultValue none */
  readonly external: readonly string[];
  /** A module of the project that runs first in a pod. @defaultValue none */
  readonly setup: string | undefined;
  /** The packed file. @defaultValue "dist/airgo.js" */
  readonly bundle: string;
  /** Between SIGTERM and SIGKILL. @defaultValue 30 */
  readonly terminationGracePeriodSeconds: number;
  /** How long a finished backfill run stays in the cluster. @defaultValue 30 days */
  readonly backfillTtlSeconds: number;
  /** @defaultValue "warn" */
  readonly structureMismatch: StructureMismatch;
  /** A value that crosses from task to task and is longer fails its task. @defaultValue 262144 */
  readonly maxValueBytes: number;
  /** A longer value is warned of. @defaultValue 32768 */
  readonly warnValueBytes: number;
}

export type SettingName = keyof ProjectConfig;

/** Where a setting's value came from. */
export interface Origin {
  readonly layer: "flag" | "environment" | "package.json" | "default";
  /** As a person would write it: `--namespace`, `AIRGO_NAMESPACE`, `airgo.namespace`; empty for a default. */
  readonly name: string;
}

export type Origins = Readonly<Record<SettingName, Origin>>;

/** The configuration in force, and where each value came from. */
export interface ResolvedConfig {
  readonly config: ProjectConfig;
  readonly origins: Origins;
}

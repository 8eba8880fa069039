// The options of DAGs and operators, as a DAG file writes them.

import type { AnyDag } from "./dag-builder.ts";
import type { ConcurrencyPolicy, TriggerRule } from "./spec.ts";

/** A duration: seconds, or a text such as "30s", "10m", "2h". */
export type Duration = number | string;

/** What can be said of every operator, and as `defaultArgs` of all operators of a DAG. */
export interface DefaultArgs {
  /**
   * A container template: a file in `templates/containers`, without its ending.
   * @defaultValue "default"
   */
  readonly template?: string;
  /** Reach the container as environment variables, and the task as `context.parameters`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Texts given here may hold `{{…}}`, which Argo substitutes; otherwise airgo refuses them.
   * @defaultValue false
   */
  readonly argoExpressions?: boolean;
  /** Kubernetes quantity, for example "10m". */
  readonly requestsCpu?: string;
  /** Kubernetes quantity, for example "50Mi". */
  readonly requestsMemory?: string;
  /** Kubernetes quantity; not below `requestsCpu`. */
  readonly limitsCpu?: string;
  /** Kubernetes quantity; not below `requestsMemory`. */
  readonly limitsMemory?: string;
  /**
   * Attempts after the first.
   * @defaultValue 0
   */
  readonly retries?: number;
  /** Time between two attempts. @defaultValue none */
  readonly retryDelay?: Duration;
  /** Doubles the delay at each attempt. @defaultValue false */
  readonly retryExponentialBackoff?: boolean;
  /** The longest delay between two attempts. */
  readonly maxRetryDelay?: Duration;
  /** An attempt that takes longer is aborted and fails. @defaultValue none */
  readonly executionTimeout?: Duration;
  /** Which ends of the upstreams let the task run. @defaultValue "all_success" */
  readonly triggerRule?: TriggerRule;
  /**
   * Only short circuits: skip everything below whatever its trigger rule, as Airflow does by default; false stops at the
   * first other rule.
   * @defaultValue true
   */
  readonly ignoreDownstreamTriggerRules?: boolean;
}

/** The options that every operator takes. */
export interface OperatorOptions extends DefaultArgs {
  /** Lower-case letters, digits and inner hyphens, beginning with a letter; at most 63. */
  readonly taskId: string;
  readonly dag: AnyDag;
}

/** The options of a DAG. */
export interface DagOptions<Params extends object = Readonly<Record<string, unknown>>> {
  readonly description?: string;
  /**
   * A cron text of five fields, one of `@hourly @daily @midnight @weekly @monthly @yearly @annually`, a list of them, or
   * null: only by hand.
   * @defaultValue null
   */
  readonly scheduleInterval?: string | readonly string[] | null;
  /** Airflow's newer name of `scheduleInterval`. */
  readonly schedule?: string | readonly string[] | null;
  /** IANA name. @defaultValue the project's `timezone`, else "UTC" */
  readonly timezone?: string;
  /** ISO text or Date; without an offset, in the DAG's time zone. No scheduled run before it; where backfills begin. */
  readonly startDate?: string | Date;
  /** No scheduled run after it. */
  readonly endDate?: string | Date;
  /** What a scheduled run does while another one is running. @defaultValue "Forbid" */
  readonly concurrencyPolicy?: ConcurrencyPolicy;
  /** How late, in seconds, a missed run may still start. @defaultValue 300 */
  readonly startingDeadlineSeconds?: number;
  /** Do not run on schedule for now. @defaultValue false */
  readonly suspend?: boolean;
  /** Succeeded runs that the cluster keeps. @defaultValue 3 */
  readonly successfulJobsHistoryLimit?: number;
  /** Failed runs that the cluster keeps. @defaultValue 3 */
  readonly failedJobsHistoryLimit?: number;
  /** Pods of one run at a time. @defaultValue no limit */
  readonly parallelism?: number;
  /** A run that takes longer is stopped. @defaultValue none */
  readonly dagrunTimeout?: Duration;
  /** Defaults of the run's own parameters (`context.params`): an object that JSON can carry. */
  readonly params?: Params;
  /** Labels of every run in the cluster. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of every run in the cluster. */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Texts given here may hold `{{…}}`, which Argo substitutes; otherwise airgo refuses them.
   * @defaultValue false
   */
  readonly argoExpressions?: boolean;
  /** Options for all operators of the DAG; an operator's own win. */
  readonly defaultArgs?: DefaultArgs;
}

/** Fails to compile when a key of `T` is missing from the list, or the list has one too many. */
const keysOf =
  <T>() =>
  <const Keys extends readonly (keyof T)[]>(
    keys: [keyof T] extends [Keys[number]] ? Keys : never,
  ): ReadonlySet<string> =>
    new Set(keys as readonly string[]); // keys of the option interfaces are texts

export const DEFAULT_ARG_NAMES = keysOf<DefaultArgs>()([
  "template",
  "parameters",
  "argoExpressions",
  "requestsCpu",
  "requestsMemory",
  "limitsCpu",
  "limitsMemory",
  "retries",
  "retryDelay",
  "retryExponentialBackoff",
  "maxRetryDelay",
  "executionTimeout",
  "triggerRule",
  "ignoreDownstreamTriggerRules",
]);

export const OPERATOR_OPTION_NAMES: ReadonlySet<string> = new Set([
  "taskId",
  "dag",
  ...DEFAULT_ARG_NAMES,
]);

export const DAG_OPTION_NAMES = keysOf<DagOptions>()([
  "description",
  "scheduleInterval",
  "schedule",
  "timezone",
  "startDate",
  "endDate",
  "concurrencyPolicy",
  "startingDeadlineSeconds",
  "suspend",
  "successfulJobsHistoryLimit",
  "failedJobsHistoryLimit",
  "parallelism",
  "dagrunTimeout",
  "params",
  "labels",
  "annotations",
  "argoExpressions",
  "defaultArgs",
]);

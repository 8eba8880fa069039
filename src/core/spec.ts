// The frozen description of one DAG. The renderer, the validator, the local executor and the pictures are functions of it.

import type { Location } from "./location.ts";
import type { DagId, TaskId } from "./names.ts";

/** Airflow's trigger rules, as far as Argo can say them. */
export type TriggerRule =
  | "all_success"
  | "all_done"
  | "all_failed"
  | "all_skipped"
  | "one_failed"
  | "one_success"
  | "none_failed"
  | "none_failed_min_one_success"
  | "none_skipped";

export type ConcurrencyPolicy = "Allow" | "Forbid" | "Replace";

export type TaskKind = "task" | "short-circuit" | "branch";

/** One DAG, checked: all its names, edges, references and options hold. */
export interface DagSpec {
  readonly dagId: DagId;
  readonly description: string | undefined;
  /** Cron texts in the one dialect that Argo takes; empty where the DAG only runs by hand. */
  readonly schedules: readonly string[];
  /** IANA name. */
  readonly timezone: string;
  /** RFC 3339 in UTC, without fractions. */
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  readonly concurrencyPolicy: ConcurrencyPolicy;
  /** Seconds. */
  readonly startingDeadlineSeconds: number;
  readonly suspend: boolean;
  readonly successfulJobsHistoryLimit: number;
  readonly failedJobsHistoryLimit: number;
  /** Pods of one run at a time; undefined: no limit. */
  readonly parallelism: number | undefined;
  /** Seconds; undefined: none. */
  readonly dagrunTimeout: number | undefined;
  /** Defaults of the run's own parameters. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Texts of the user may hold `{{…}}`, for Argo to substitute. */
  readonly argoExpressions: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** In the order in which the DAG file placed them. */
  readonly tasks: readonly TaskSpec[];
  readonly location: Location | undefined;
}

/** One task of a DAG. */
export interface TaskSpec {
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  /** The list that this task is mapped over; undefined for a task that is one pod. */
  readonly over: InputSource | undefined;
  /** The operator's class name, for people: bundlers rename classes, so nothing may depend on it. */
  readonly operator: string;
  /** The prefix of the innermost `dag.group()`, without its last hyphen. */
  readonly group: string | undefined;
  /** Direct upstreams, without repeats, in the order in which their edges were drawn. */
  readonly upstream: readonly TaskId[];
  readonly downstream: readonly TaskId[];
  readonly triggerRule: TriggerRule;
  /** Only short circuits: true skips everything below, whatever its trigger rule (Airflow's default). */
  readonly ignoreDownstreamTriggerRules: boolean;
  /** Edges from a branch or a gate. Taken when one of `parameters` of `upstream` is `true`. */
  readonly gates: readonly GateEdge[];
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  readonly retries: number;
  /** Seconds. */
  readonly retryDelay: number | undefined;
  readonly retryExponentialBackoff: boolean;
  /** Seconds. */
  readonly maxRetryDelay: number | undefined;
  /** Seconds. */
  readonly executionTimeout: number | undefined;
  readonly resources: Resources;
  /** A file in templates/containers, without its ending. */
  readonly template: string;
  /** Environment variables of the operator's own. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The values of `parameters` may hold `{{…}}`, for Argo to substitute. */
  readonly argoExpressions: boolean;
  readonly location: Location | undefined;
}

/** Kubernetes quantities as the user wrote them. */
export interface Resources {
  readonly requestsCpu: string | undefined;
  readonly requestsMemory: string | undefined;
  readonly limitsCpu: string | undefined;
  readonly limitsMemory: string | undefined;
}

/** An edge that is taken only when its upstream chose one of its ways. */
export interface GateEdge {
  readonly upstream: TaskId;
  /** Names of way outputs of `upstream`; one of them must be `true`. */
  readonly parameters: readonly string[];
}

/** One output of one upstream. */
export interface InputSource {
  readonly taskId: TaskId;
  readonly output: string;
}

/** An argument that is taken from an upstream's output. */
export interface InputSpec {
  /** The argument's name. Argo's parameter is `in-<name>`. */
  readonly name: string;
  readonly from: InputSource;
  /** The form in which the upstream puts it out. */
  readonly form: OutputForm;
  /** `.orNull()`: null stands for the value of an upstream that was skipped. */
  readonly orNull: boolean;
}

/**
 * How an output's text stands:
 * `value`, one encoded value; `list`, a JSON list of strings, each an item's text, because something fans out over it;
 * `mapped`, one prefixed text an item of a fan-out, which Argo gathers to a JSON list of strings.
 */
export type OutputForm = "value" | "list" | "mapped";

/** What a task puts out; `parameter` is Argo's name and the file below `/tmp/airgo/out` in the pod. */
export type OutputDeclaration =
  | { readonly kind: "value"; readonly parameter: string; readonly form: OutputForm }
  /** `true` or `false`: whether the short circuit stops what is below; always named `short_circuit`. */
  | { readonly kind: "short-circuit"; readonly parameter: "short_circuit" }
  /** `true` or `false`: whether this way was chosen. */
  | {
      readonly kind: "way";
      readonly parameter: string;
      /** What opens it: a task id for a BranchOperator; a case for a gate (true and false for `dag.if`). */
      readonly opens: string | boolean;
      /** The output whose value is compared with `opens`; undefined for a BranchOperator's choice. */
      readonly of: string | undefined;
    };

/** A declared output, and the text that stands for it where its task was skipped (undefined: it cannot be). */
export type OutputSpec = OutputDeclaration & {
  readonly whenSkipped: "null" | "[]" | "false" | undefined;
};

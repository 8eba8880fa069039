import type { ErrorCode } from "../core/error-codes.ts";
import type { Problem } from "../core/errors.ts";
import type { DagSpec, TaskSpec } from "../core/spec.ts";

/** A problem that Argo or Kubernetes would have, found before they do. */
export interface Finding extends Problem {
  readonly severity: "error" | "warning";
  /** Where Argo says so: a file of its source, v4.1.2, or Kubernetes. */
  readonly source: string;
}

/** What a rule found, in the words that follow the DAG's name. */
export interface Complaint {
  readonly message: string;
  readonly hint: string;
  readonly task?: TaskSpec;
}

export interface RuleHeader {
  readonly code: ErrorCode;
  readonly source: string;
  readonly severity?: "warning";
}

export function toFinding(spec: DagSpec, rule: RuleHeader, complaint: Complaint): Finding {
  const { code, source, severity = "error" } = rule;
  const { message, hint, task } = complaint;
  const what = task === undefined ? message : `task "${task.taskId}": ${message}`;
  const location = (task ?? spec).location;
  return {
    code,
    severity,
    source,
    message: `DAG "${spec.dagId}": ${what}`,
    hint,
    dagId: spec.dagId,
    ...(task === undefined ? {} : { taskId: task.taskId }),
    ...(location === undefined ? {} : { location }),
  };
}

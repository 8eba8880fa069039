import type { TaskSpec } from "../core/spec.ts";
import type { EnvVar } from "./argo-types.ts";
import { type DagContext, graceSeconds } from "./dag-context.ts";
import { defined } from "./defined.ts";
import {
  CREATION_TIMESTAMP,
  inputParameter,
  RETRIES,
  SCHEDULED_TIME,
  WORKFLOW_NAME,
  workflowParameter,
} from "./expressions.ts";

/** The environment of a task's pod: only short, fixed things, because a variable ends at 128 KiB. */
export function environment(task: TaskSpec, context: DagContext): EnvVar[] {
  const { structureMismatch } = context.settings;
  const grace = graceSeconds(context.settings);
  const own = defined({
    TASK_ID: inputParameter("task-id"),
    DAG_ID: context.spec.dagId,
    CREATION_TIMESTAMP,
    CREATION_TIMESTAMP_OVERRIDE: workflowParameter("creationTimestampOverride"),
    SCHEDULED_TIME,
    AIRGO_RUN_ID: WORKFLOW_NAME,
    // Where nothing is retried, Argo would leave the braces.
    AIRGO_RETRIES: task.retries === 0 ? undefined : RETRIES,
    AIRGO_STRUCTURE_HASH: context.structureHash,
    AIRGO_STRUCTURE_MISMATCH: structureMismatch === "fail" ? structureMismatch : undefined,
    AIRGO_TERMINATION_GRACE_PERIOD_SECONDS: grace === undefined ? undefined : String(grace),
  });
  return [
    ...Object.entries(own).map(([name, value]) => ({ name, value })),
    ...Object.entries(task.parameters).map(([name, value]) => ({ name, value: literally(value) })),
  ];
}

/** Kubernetes replaces `$(NAME)` by another variable and `$$` by `$`. */
function literally(value: string): string {
  return value.replaceAll(/\$(?=[$(])/g, "$$$$");
}

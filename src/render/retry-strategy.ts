import type { TaskSpec } from "../core/spec.ts";
import type { RetryStrategy } from "./argo-types.ts";
import { defined } from "./defined.ts";

/** Undefined for a task that is tried once. */
export function compileRetryStrategy(task: TaskSpec): RetryStrategy | undefined {
  if (task.retries === 0) return undefined;
  return {
    limit: String(task.retries),
    // Also after an Error, such as an evicted pod.
    retryPolicy: "Always",
    // What FailTask failed would fail again.
    expression: "lastRetry.exitCode != '99'",
    ...defined({ backoff: compileBackoff(task) }),
  };
}

function compileBackoff(task: TaskSpec): RetryStrategy["backoff"] {
  const { retryDelay, maxRetryDelay } = task;
  if (retryDelay === undefined || retryDelay === 0) return undefined;
  return {
    duration: `${retryDelay}s`,
    ...(task.retryExponentialBackoff ? { factor: "2" } : {}),
    ...(maxRetryDelay === undefined ? {} : { cap: `${maxRetryDelay}s` }),
  };
}

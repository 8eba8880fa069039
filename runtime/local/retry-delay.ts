import type { TaskSpec } from "../../src/core/spec.ts";

/** Seconds between attempt `tryNumber` (from 1) and the next one. */
export function retryDelayAfter(tryNumber: number, task: TaskSpec): number {
  const { retryDelay = 0, retryExponentialBackoff, maxRetryDelay = Infinity } = task;
  const factor = retryExponentialBackoff ? 2 ** (tryNumber - 1) : 1;
  return Math.min(retryDelay * factor, maxRetryDelay);
}

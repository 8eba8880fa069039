// What a shell is told. A pod has codes of its own.

import type { ErrorCode } from "../core/error-codes.ts";
import type { AirgoError } from "../core/errors.ts";

export const EXIT_OK = 0;
/** A DAG or a task failed, or a check found something. */
export const EXIT_FAILED = 1;
/** Wrong usage. */
export const EXIT_USAGE = 2;
export const EXIT_INTERRUPTED = 130;

// What is wrong is what was typed or set, not a DAG.
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "usage",
  "unknown-dag",
  "unknown-task",
  "run-not-found",
  "missing-input",
  "invalid-config",
]);

export function exitCodeOf(error: AirgoError): number {
  return error.problems.every(({ code }) => USAGE_CODES.has(code)) ? EXIT_USAGE : EXIT_FAILED;
}

import { isAirgoError } from "../../src/core/errors.ts";
import { isFailTask } from "../../src/core/fail-task.ts";
import type { Logger } from "../../src/core/logger.ts";

/** Why an attempt was aborted: nothing that a stack would explain. */
export class AttemptStopped extends Error {
  override readonly name = "AttemptStopped";
}

/** One line, as a pod's termination message begins. */
export function failureMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ""] = text.split("\n");
  return isAirgoError(error) ? `error[${error.code}]: ${line}` : line;
}

/** Logs why an attempt failed: with a stack only where the stack says more than the message. */
export function logFailure(logger: Logger, error: unknown): void {
  if (isAirgoError(error)) logger.error(`${failureMessage(error)}. ${error.hint}`);
  else if (hasTellingStack(error)) logger.error(error);
  else logger.error(failureMessage(error));
}

function hasTellingStack(error: unknown): error is Error {
  return error instanceof Error && !isFailTask(error) && !(error instanceof AttemptStopped);
}

// How a task can fail otherwise than by its promise. A pod and a local run say the same of it.

import { AirgoError } from "../src/core/errors.ts";

/** A task called `process.exit()`: in a pod that ends the process before its outputs are written. */
export class ProcessExit extends AirgoError {
  /** Never 0: a task that exits has put nothing out, and Argo would take it for success. */
  readonly exitCode: number;

  constructor(code: number) {
    super("task-failed", `the task called process.exit(${code === 0 ? "" : code})`, {
      hint: "end the task by returning from it, and fail it by throwing an error",
    });
    this.exitCode = code === 0 ? 1 : code;
  }
}

/** Nothing is left that could settle what the task awaits. */
export function neverSettles({ dagId, taskId }: { dagId: string; taskId: string }): AirgoError {
  const message = `task "${taskId}" of DAG "${dagId}" waits for something that can no longer happen`;
  const hint = "a promise that it awaits is never settled: nothing is left that could settle it";
  return new AirgoError("task-failed", message, { hint, dagId, taskId });
}

import { FAIL_TASK, hasBrand } from "./brands.ts";

/** Thrown by a task's body: fails the task at once, without retries (Airflow's AirflowFailException). */
export class FailTask extends Error {
  readonly [FAIL_TASK] = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FailTask";
  }
}

/** Marks another error as one that fails its task without retries. */
export function neverRetried<E extends Error>(error: E): E {
  return Object.defineProperty(error, FAIL_TASK, { value: true });
}

export function isFailTask(value: unknown): boolean {
  return hasBrand(value, FAIL_TASK);
}

import { FAIL_TASK, hasBrand } from "./brands.ts";

/** Thrown by a task's body: fails the task at once, without retries (Airflow's AirflowFailException). */
export class FailTask extends Error {
  readonly [FAIL_TASK] = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FailTask";
  }
}

export function isFailTask(value: unknown): boolean {
  return hasBrand(value, FAIL_TASK);
}

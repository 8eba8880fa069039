// Time for a task's body: until its timeout or until it is asked to stop, and then a grace period to end in.

import { AirgoError } from "../src/core/errors.ts";
import { isFailTask } from "../src/core/fail-task.ts";
import { type StopSignal, StopSource } from "./stop-source.ts";

export interface Deadline {
  /** Aborted from outside: SIGTERM, Ctrl-C. */
  readonly signal: StopSignal;
  /** Seconds that the body has to end once its signal is aborted; then it is left alone. */
  readonly gracePeriod: number;
  readonly timeout?: Timeout | undefined;
}

export interface Timeout {
  readonly seconds: number;
  /** What the body's signal is aborted with, and what the attempt fails with. */
  readonly reason: Error;
}

/** The timeout of a task that has one. */
export function executionTimeout(
  seconds: number | undefined,
  { dagId, taskId }: { readonly dagId: string; readonly taskId: string },
): Timeout | undefined {
  if (seconds === undefined) return undefined;
  const message = `task "${taskId}" of DAG "${dagId}" ran longer than its executionTimeout of ${seconds} s`;
  const hint = "raise executionTimeout, or let the task end earlier; context.signal tells it when";
  return { seconds, reason: new AirgoError("task-failed", message, { hint, dagId, taskId }) };
}

// A longer timer fires at once; a timeout of 25 days is left to the pod's own deadline.
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Runs `body` with a stop of its own. Once that is aborted the body has failed, whatever it gives in the grace
 * period; a body that blocks the thread cannot be stopped from within.
 *
 * @throws the signal's reason, or what the body threw
 */
export async function withDeadline<T>(
  deadline: Deadline,
  body: (stop: StopSource) => Promise<T>,
): Promise<T> {
  deadline.signal.throwIfAborted();
  const { stop, graceOver, cancel } = bodyStop(deadline);
  try {
    const result = await Promise.race([body(stop), graceOver]);
    stop.throwIfAborted();
    return result;
  } catch (error) {
    // What an aborted body throws is mostly the abort itself, in its own words.
    if (stop.aborted && !isFailTask(error)) throw stop.reason;
    throw error;
  } finally {
    cancel();
  }
}

interface BodyStop {
  readonly stop: StopSource;
  /** Rejects when the body has had its grace period. */
  readonly graceOver: Promise<never>;
  cancel(): void;
}

function bodyStop({ signal: outer, gracePeriod, timeout }: Deadline): BodyStop {
  const stop = new StopSource();
  const timers: NodeJS.Timeout[] = [];
  let begin = (_reason: unknown): void => {};
  const graceOver = new Promise<never>((_resolve, reject) => {
    begin = (reason) => {
      stop.abort(reason);
      timers.push(setTimeout(reject, gracePeriod * 1000, reason));
    };
  });
  const stopFromOutside = (): void => begin(outer.reason);
  outer.addEventListener("abort", stopFromOutside);
  if (timeout !== undefined && timeout.seconds * 1000 <= LONGEST_TIMER) {
    timers.push(setTimeout(() => begin(timeout.reason), timeout.seconds * 1000));
  }
  const cancel = (): void => {
    outer.removeEventListener("abort", stopFromOutside);
    for (const timer of timers) clearTimeout(timer);
  };
  return { stop, graceOver, cancel };
}

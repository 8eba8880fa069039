import { setTimeout as delay } from "node:timers/promises";

/** Time, as far as a loop needs it. */
export interface Clock {
  now(): Date;
  /** Resolves after the seconds, or when the signal aborts. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  sleep: (seconds, signal) => delay(seconds * 1000, undefined, { signal }).catch(() => {}),
};

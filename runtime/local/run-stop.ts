import { AirgoError } from "../../src/core/errors.ts";
import type { StopReason } from "./run-event.ts";

/** Why a run stopped, as its tasks are told. */
export const STOPPED: { readonly [Reason in StopReason]: string } = {
  interrupted: "the run was interrupted",
  "dagrun-timeout": "the run took longer than its dagrunTimeout",
};

/** What the signals of a stopped run's tasks are aborted with. */
export function stopError(reason: StopReason, dagId: string): AirgoError {
  const hint =
    reason === "interrupted"
      ? "`airgo run --resume` goes on from what has succeeded"
      : "raise the DAG's dagrunTimeout, or let its tasks end earlier";
  return new AirgoError("task-failed", `DAG "${dagId}": ${STOPPED[reason]}`, { hint, dagId });
}

/** What can stop a run before its end. */
export interface StopSettings {
  readonly signal: AbortSignal | undefined;
  /** Seconds; undefined: a run may take as long as it likes. */
  readonly dagrunTimeout: number | undefined;
}

/** Calls `stop` once, when the signal aborts or the run's time, virtual delays included, is over. */
export class RunStop {
  readonly #settings: StopSettings;
  readonly #stop: (reason: StopReason) => void;
  readonly #began = performance.now();
  #skipped = 0;
  #timer: NodeJS.Timeout | undefined;
  reason: StopReason | undefined;

  constructor(settings: StopSettings, stop: (reason: StopReason) => void) {
    this.#settings = settings;
    this.#stop = stop;
  }

  watch(): void {
    const { signal } = this.#settings;
    signal?.addEventListener("abort", this.#interrupt, { once: true });
    if (signal?.aborted) this.#interrupt();
    this.#setTimer();
  }

  /** Virtual time jumps. */
  skip(seconds: number): void {
    this.#skipped += seconds;
    this.#setTimer();
  }

  unwatch(): void {
    this.#settings.signal?.removeEventListener("abort", this.#interrupt);
    clearTimeout(this.#timer);
  }

  readonly #interrupt = (): void => this.#trigger("interrupted");

  #setTimer(): void {
    const { dagrunTimeout } = this.#settings;
    if (dagrunTimeout === undefined) return;
    clearTimeout(this.#timer);
    const left = (dagrunTimeout - this.#skipped) * 1000 - (performance.now() - this.#began);
    if (left <= 0) this.#trigger("dagrun-timeout");
    else this.#timer = setTimeout(() => this.#trigger("dagrun-timeout"), Math.min(left, MAX_DELAY));
  }

  #trigger(reason: StopReason): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.#stop(reason);
  }
}

// The longest delay that Node's timers take: nobody waits 24 days for a local run.
const MAX_DELAY = 2 ** 31 - 1;

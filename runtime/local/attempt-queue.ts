// Starts attempts first come, first served, a bounded number at a time. Nothing is ever rescanned, and no timer is
// spent on a task: a run of 10,000 tasks costs 10,000 promises.

import type { Delays } from "./delays.ts";
import { Fifo } from "./fifo.ts";

/** Something with attempts to start: a task, or a fan-out with one for each of its items. */
export interface AttemptSource {
  /** Starts the next attempt; what it returns must not reject. */
  start(): Promise<void>;
  /** Whether there is one more to start. */
  readonly hasMore: boolean;
}

// Tasks that end at once would keep timers, signals and a terminal's redraws waiting until the run's end.
const LONGEST_TURN_MS = 25;

export class AttemptQueue {
  readonly #limit: number;
  readonly #delays: Delays;
  readonly #ready = new Fifo<AttemptSource>();
  /** Told the seconds by which virtual time is about to jump. */
  readonly #onSkip: (seconds: number) => void;
  #running = 0;
  #turnBegan = 0;
  #yielding = false;
  #stopped = false;
  #settle: { resolve(): void; reject(error: unknown): void } | undefined;

  constructor(limit: number, delays: Delays, onSkip: (seconds: number) => void) {
    this.#limit = limit;
    this.#delays = delays;
    this.#onSkip = onSkip;
  }

  push(source: AttemptSource): void {
    if (!this.#stopped) this.#ready.push(source);
  }

  pushAfter(seconds: number, source: AttemptSource): void {
    if (this.#stopped) return;
    this.#delays.after(seconds, () => {
      this.#ready.push(source);
      this.#pump();
    });
  }

  /** Starts no more; what is running runs to its end. */
  stop(): void {
    this.#stopped = true;
    this.#ready.clear();
    this.#delays.clear();
    this.#pump();
  }

  /** Resolves when nothing runs, is ready or is delayed any more. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#turnBegan = performance.now();
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#settle === undefined || this.#yielding) return;
    while (this.#running < this.#limit && this.#ready.size > 0) {
      if (this.#yieldIfLong()) return;
      this.#startNext();
    }
    if (this.#running > 0) return;
    if (this.#delays.pending === 0) this.#settle.resolve();
    else this.#skipDelay();
  }

  #skipDelay(): void {
    const seconds = this.#delays.untilNext;
    if (seconds === undefined) return;
    // Which may stop the run before the time that would be jumped to.
    this.#onSkip(seconds);
    if (!this.#stopped) this.#delays.skip();
  }

  #startNext(): void {
    const source = this.#ready.shift();
    if (source === undefined) return;
    this.#running += 1;
    const attempt = source.start();
    // Behind all others, so that a long fan-out does not keep the tasks beside it waiting.
    if (source.hasMore) this.push(source);
    attempt.then(
      () => {
        this.#running -= 1;
        this.#pump();
      },
      (error) => this.#settle?.reject(error),
    );
  }

  #yieldIfLong(): boolean {
    const now = performance.now();
    if (now - this.#turnBegan < LONGEST_TURN_MS) return false;
    this.#yielding = true;
    setImmediate(() => {
      this.#yielding = false;
      this.#turnBegan = performance.now();
      this.#pump();
    });
    return true;
  }
}

// Delays between attempts. In virtual time nobody waits: time jumps to the next attempt when nothing else is left to do,
// so whatever runs beside a waiting task is done before it is tried again, as it would be in the cluster.

export interface Delays {
  /** Whether the delays really pass. */
  readonly waits: boolean;
  readonly pending: number;
  /** Calls `wake` once, `seconds` from now. */
  after(seconds: number, wake: () => void): void;
  /** Jumps to the next wake; 0 where time passes by itself. Returns the seconds that were skipped. */
  skip(): number | undefined;
  clear(): void;
}

export class VirtualDelays implements Delays {
  readonly waits = false;
  #now = 0;
  #sleepers: { readonly due: number; readonly wake: () => void }[] = [];

  get pending(): number {
    return this.#sleepers.length;
  }

  after(seconds: number, wake: () => void): void {
    this.#sleepers.push({ due: this.#now + seconds, wake });
  }

  skip(): number | undefined {
    if (this.#sleepers.length === 0) return undefined;
    const due = this.#sleepers.reduce((first, sleeper) => Math.min(first, sleeper.due), Infinity);
    const awake = this.#sleepers.filter((sleeper) => sleeper.due === due);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.due !== due);
    const skipped = due - this.#now;
    this.#now = due;
    for (const { wake } of awake) wake();
    return skipped;
  }

  clear(): void {
    this.#sleepers = [];
  }
}

export class RealDelays implements Delays {
  readonly waits = true;
  readonly #timers = new Set<NodeJS.Timeout>();

  get pending(): number {
    return this.#timers.size;
  }

  after(seconds: number, wake: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      wake();
    }, seconds * 1000);
    this.#timers.add(timer);
  }

  skip(): undefined {
    return undefined;
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

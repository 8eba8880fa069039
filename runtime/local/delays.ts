// Delays between attempts. In virtual time nobody waits: time jumps to the next attempt when nothing else is left to do,
// so whatever runs beside a waiting task is done before it is tried again, as it would be in the cluster.

export interface Delays {
  /** Whether the delays really pass. */
  readonly waits: boolean;
  readonly pending: number;
  /** Calls `wake` once, `seconds` from now. */
  after(seconds: number, wake: () => void): void;
  /** Seconds to jump to the next wake; undefined where there is none, or time passes by itself. */
  readonly untilNext: number | undefined;
  /** Jumps to it. */
  skip(): void;
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

  get untilNext(): number | undefined {
    if (this.#sleepers.length === 0) return undefined;
    const earlier = (first: number, { due }: { readonly due: number }) => Math.min(first, due);
    return this.#sleepers.reduce(earlier, Number.POSITIVE_INFINITY) - this.#now;
  }

  skip(): void {
    const now = this.#now + (this.untilNext ?? 0);
    const awake = this.#sleepers.filter(({ due }) => due <= now);
    this.#sleepers = this.#sleepers.filter(({ due }) => due > now);
    this.#now = now;
    for (const { wake } of awake) wake();
  }

  clear(): void {
    this.#sleepers = [];
  }
}

// A longer timer would fire at once.
const LONGEST_TIMER = 2 ** 31 - 1;

export class RealDelays implements Delays {
  readonly waits = true;
  readonly untilNext = undefined;
  readonly #timers = new Set<NodeJS.Timeout>();

  get pending(): number {
    return this.#timers.size;
  }

  after(seconds: number, wake: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        wake();
      },
      Math.min(seconds * 1000, LONGEST_TIMER),
    );
    this.#timers.add(timer);
  }

  skip(): void {}

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

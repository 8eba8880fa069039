// An AbortController that makes its signal only when someone asks for it: most tasks never do, and making one costs a pod's
// start a fiftieth.

/** What a stop is to those who heed it; an AbortSignal is one too. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export class StopSource implements StopSignal {
  #stop: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#stop !== undefined;
  }

  get reason(): unknown {
    return this.#stop?.reason;
  }

  /** The same each time. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#stop !== undefined) this.#controller.abort(this.#stop.reason);
    }
    return this.#controller.signal;
  }

  /** Only the first time does anything. */
  abort(reason: unknown): void {
    if (this.#stop !== undefined) return;
    this.#stop = { reason };
    this.#controller?.abort(reason);
    for (const listener of this.#listeners) listener();
  }

  throwIfAborted(): void {
    if (this.#stop !== undefined) throw this.#stop.reason;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

// The results, as they come: each check is told on stderr when it ends, and kept for the tables.

/** What a result is about. */
export interface Subject {
  /** A comparison is of one DAG in the cluster and here. */
  readonly kind: "comparison" | "check";
  readonly group: string;
  readonly name: string;
}

export interface Result extends Subject {
  /** `undone`: everything was stopped before it ended. */
  readonly verdict: "passed" | "failed" | "skipped" | "undone";
  /** Why it did not pass, or what was seen. */
  readonly detail: string;
  readonly seconds: number;
}

export interface BoardOptions {
  /** Only what has one of these texts in its name; empty: all. */
  readonly only: readonly string[];
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Thrown where this cluster cannot show what is to be checked. */
export class Skip extends Error {}

export class Board {
  readonly results: Result[] = [];
  readonly #options: BoardOptions;

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  wants({ group, name }: Subject): boolean {
    const { only } = this.#options;
    const title = `${group}: ${name}`;
    return only.length === 0 || only.some((text) => title.includes(text));
  }

  /** Whether everything that was to be done was done, and well. */
  get holds(): boolean {
    return this.results.every(({ verdict }) => verdict === "passed" || verdict === "skipped");
  }

  say(text: string): void {
    this.#options.write(`${text}\n`);
  }

  /** Never rejects: what the body throws is a result. */
  async check(subject: Subject, body: () => Promise<string>): Promise<void> {
    if (!this.wants(subject)) return;
    const { signal, now } = this.#options;
    const since = now();
    const seconds = () => Math.round((now() - since) / 1000);
    try {
      signal.throwIfAborted();
      const detail = await body();
      this.#add({ ...subject, verdict: "passed", detail, seconds: seconds() });
    } catch (error) {
      const failed = signal.aborted ? "undone" : "failed";
      const verdict = error instanceof Skip ? "skipped" : failed;
      const detail = error instanceof Error ? error.message : String(error);
      this.#add({ ...subject, verdict, detail, seconds: seconds() });
    }
  }

  /** Checks of one group, by their names. */
  checks(group: string): (name: string, body: () => Promise<string>) => Promise<void> {
    return (name, body) => this.check({ kind: "check", group, name }, body);
  }

  #add(result: Result): void {
    this.results.push(result);
    const { group, name, verdict, detail, seconds } = result;
    const tail = detail === "" ? "" : `: ${detail}`;
    this.say(`${MARKS[verdict]} ${group}: ${name} (${seconds} s)${tail}`);
  }
}

const MARKS = { passed: "✓", failed: "✗", skipped: "–", undone: "…" } as const;

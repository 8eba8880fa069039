import type { ErrorCode } from "./error-codes.ts";
import { AirgoError, type Problem, toProblem } from "./errors.ts";
import { locate, type Site } from "./location.ts";

/** What a problem is about. */
export interface ProblemDetails {
  readonly hint: string;
  readonly site?: Site;
  readonly taskId?: string;
}

/** Collects all mistakes of one DAG, so that a person mends them in one go. */
export class Problems {
  readonly #dagId: string;
  readonly #site: Site;
  readonly #found: Problem[] = [];

  constructor(dagId: string, site: Site) {
    this.#dagId = dagId;
    this.#site = site;
  }

  /** `message` continues a sentence that names the DAG. */
  add(code: ErrorCode, message: string, { hint, site, taskId }: ProblemDetails): void {
    const location = locate(site ?? this.#site);
    const text = `DAG "${this.#dagId}": ${message}`;
    this.#found.push(toProblem(code, text, { hint, location, dagId: this.#dagId, taskId }));
  }

  /** @throws AirgoError with all problems, when there are any */
  throwIfAny(): void {
    const [first, ...rest] = this.#found;
    if (first !== undefined) throw AirgoError.of([first, ...rest]);
  }
}

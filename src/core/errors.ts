// The one error class for what a user can mend. Any other error that reaches a command line is a bug of airgo.

import type { ErrorCode } from "./error-codes.ts";
import type { Location } from "./location.ts";

const BRAND = Symbol.for("airgo.error");

/** One mistake: what is wrong, where, and what to write instead. */
export interface Problem {
  readonly code: ErrorCode;
  /** One sentence that names the DAG, the task and the rule. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
  /** The place in the user's own file, where it is known. */
  readonly location?: Location;
  readonly dagId?: string;
  readonly taskId?: string;
}

/** What an {@link AirgoError} knows beside its code and its message. */
export interface ErrorDetails {
  readonly hint: string;
  readonly location?: Location | undefined;
  readonly dagId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly cause?: unknown;
}

/** A mistake of the user, or several of one DAG at once (`problems`); printed without a stack. */
export class AirgoError extends Error {
  readonly [BRAND] = true;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AirgoError";
    this.problems = [toProblem(code, message, details)];
  }

  /** All mistakes of one DAG (or of several) as one error. */
  static of(problems: readonly [Problem, ...Problem[]]): AirgoError {
    const [first] = problems;
    const error = new AirgoError(first.code, problems.map((p) => p.message).join("\n"), first);
    Object.defineProperty(error, "problems", { value: problems, enumerable: true });
    return error;
  }

  get code(): ErrorCode {
    return this.#first.code;
  }

  get hint(): string {
    return this.#first.hint;
  }

  get location(): Location | undefined {
    return this.#first.location;
  }

  get #first(): Problem {
    const [first] = this.problems;
    if (first === undefined) throw new Error("an AirgoError has at least one problem");
    return first;
  }
}

/** By brand, never by `instanceof`: a test and a bundle may each carry a copy of airgo. */
export function isAirgoError(value: unknown): value is AirgoError {
  return typeof value === "object" && value !== null && BRAND in value;
}

export function toProblem(code: ErrorCode, message: string, details: ErrorDetails): Problem {
  const { hint, location, dagId, taskId } = details;
  return {
    code,
    message,
    hint,
    ...(location === undefined ? {} : { location }),
    ...(dagId === undefined ? {} : { dagId }),
    ...(taskId === undefined ? {} : { taskId }),
  };
}

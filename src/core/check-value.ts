// Checks of single option values, each telling the option's name, what is wrong, and what to write.

import { didYouMean } from "./did-you-mean.ts";
import type { ErrorCode } from "./error-codes.ts";
import { type Parsed, show } from "./parsed.ts";
import type { ProblemDetails, Problems } from "./problems.ts";

// Kubernetes keeps counts in 32 bits.
const LARGEST = 2 ** 31 - 1;

/** Reads options of one owner (the DAG, its defaults, or a task) and reports what is wrong with them. */
export class OptionReader {
  /** The options that were given and are wrong. */
  readonly refused = new Set<string>();
  readonly #problems: Problems;
  readonly #owner: string;
  readonly #details: Omit<ProblemDetails, "hint">;
  readonly #read: (name: string) => unknown;

  constructor(
    problems: Problems,
    owner: { readonly prefix: string; readonly details: Omit<ProblemDetails, "hint"> },
    read: (name: string) => unknown,
  ) {
    this.#problems = problems;
    this.#owner = owner.prefix;
    this.#details = owner.details;
    this.#read = read;
  }

  raw(name: string): unknown {
    return this.#read(name);
  }

  refuse(code: ErrorCode, message: string, hint: string): undefined {
    this.#problems.add(code, `${this.#owner}${message}`, { ...this.#details, hint });
    return undefined;
  }

  /** Refuses the values of options, for what they are together or each. */
  refuseValue(names: readonly string[], { code, what, hint }: ValueComplaint): undefined {
    for (const name of names) this.refused.add(name);
    return this.refuse(code, what, hint);
  }

  /** The parsed value; undefined where the option is not given or is wrong. */
  parsed<T>(name: string, code: ErrorCode, parse: (value: unknown) => Parsed<T>): T | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const result = parse(value);
    if (result.ok) return result.value;
    const { what, hint } = result.complaint;
    return this.refuseValue([name], { code, what: `${name}: ${what}`, hint });
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#given(name);
    if (value === undefined) return fallback;
    if (typeof value === "boolean") return value;
    this.#invalid(name, `write ${name}: true or false`);
    return fallback;
  }

  wholeNumber(name: string, least: number): number | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const isWhole = typeof value === "number" && Number.isInteger(value);
    if (isWhole && value >= least && value <= LARGEST) return value;
    const most = isWhole && value > LARGEST ? `, at most ${LARGEST}` : "";
    return this.#invalid(name, `write a whole number, ${least} or more${most}`);
  }

  text(name: string): string | undefined {
    const value = this.#given(name);
    if (value === undefined || typeof value === "string") return value;
    return this.#invalid(name, `write ${name} as a text`);
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const all = choices.map((choice) => `"${choice}"`).join(", ");
    const near = typeof value === "string" ? didYouMean(value, choices) : "";
    return this.#invalid(name, near === "" ? `write one of ${all}` : `${near} (one of ${all})`);
  }

  /** A dictionary of texts; `check` says what is wrong with one entry. */
  texts(
    name: string,
    check: (key: string, value: string) => ValueComplaint | undefined,
  ): Readonly<Record<string, string>> {
    const value = this.#given(name);
    if (value === undefined) return {};
    if (!isPlainObject(value)) {
      this.#invalid(name, `write ${name}: { name: "text" }`);
      return {};
    }
    const texts: [string, string][] = [];
    for (const [key, text] of Object.entries(value)) {
      const wrong = typeof text === "string" ? check(key, text) : noText(key, text);
      if (wrong !== undefined) {
        this.refuseValue([name], { ...wrong, what: `${name}: ${wrong.what}` });
      } else if (typeof text === "string") texts.push([key, text]);
    }
    // In one order, so that a spec's text says nothing of the order in which a dictionary was written.
    return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #given(name: string): unknown {
    const value = this.#read(name);
    return value === null ? this.#invalid(name, `leave ${name} out`) : value;
  }

  #invalid(name: string, hint: string): undefined {
    const what = `${name} is ${show(this.#read(name))}`;
    return this.refuseValue([name], { code: "invalid-option", what, hint });
  }
}

/** What is wrong with an option's value, and what to write instead. */
export interface ValueComplaint {
  readonly code: ErrorCode;
  readonly what: string;
  readonly hint: string;
}

function noText(key: string, value: unknown): ValueComplaint {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  return {
    code: "invalid-option",
    what: `the value of "${key}" is ${show(value)}`,
    hint: isScalar
      ? `write it as a text: ${JSON.stringify(key)}: "${value}"`
      : "write a text, or leave it out",
  };
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The last prototype of any realm: a DAG file may run in a sandbox of a test.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

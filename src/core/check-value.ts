// Checks of single option values, each telling the option's name, what is wrong, and what to write.

import type { ErrorCode } from "./error-codes.ts";
import type { Parsed } from "./parsed.ts";
import type { ProblemDetails, Problems } from "./problems.ts";

/** Reads options of one owner (the DAG, or a task) and reports what is wrong with them. */
export class OptionReader {
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

  /** The parsed value; undefined where the option is not given or is wrong. */
  parsed<T>(name: string, code: ErrorCode, parse: (value: unknown) => Parsed<T>): T | undefined {
    const value = this.#read(name);
    if (value === undefined || value === null) return undefined;
    const result = parse(value);
    if (result.ok) return result.value;
    return this.refuse(code, `${name}: ${result.complaint.what}`, result.complaint.hint);
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#read(name);
    if (value === undefined) return fallback;
    if (typeof value === "boolean") return value;
    this.refuse("invalid-option", `${name} is ${show(value)}`, `write ${name}: true or false`);
    return fallback;
  }

  wholeNumber(name: string, least: number): number | undefined {
    const value = this.#read(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    return this.refuse(
      "invalid-option",
      `${name} is ${show(value)}`,
      `write a whole number, ${least} or more`,
    );
  }

  text(name: string): string | undefined {
    const value = this.#read(name);
    if (value === undefined || typeof value === "string") return value;
    return this.refuse("invalid-option", `${name} is ${show(value)}`, `write ${name} as a text`);
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#read(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    return this.refuse(
      "invalid-option",
      `${name} is ${show(value)}`,
      `write one of ${choices.map((choice) => `"${choice}"`).join(", ")}`,
    );
  }

  /** A dictionary of texts; `check` says what is wrong with one entry. */
  texts(
    name: string,
    check: (
      key: string,
      value: string,
    ) => { code: ErrorCode; what: string; hint: string } | undefined,
  ): Readonly<Record<string, string>> {
    const value = this.#read(name);
    if (value === undefined) return {};
    if (!isPlainObject(value)) {
      this.refuse("invalid-option", `${name} is ${show(value)}`, `write ${name}: { name: "text" }`);
      return {};
    }
    const texts: Record<string, string> = {};
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== "string") {
        const hint = `write the value as a text: "${key}": ${JSON.stringify(String(text))}`;
        this.refuse("invalid-option", `${name}: the value of "${key}" is ${show(text)}`, hint);
        continue;
      }
      const wrong = check(key, text);
      if (wrong === undefined) texts[key] = text;
      else this.refuse(wrong.code, `${name}: ${wrong.what}`, wrong.hint);
    }
    return texts;
  }
}

export function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  return JSON.stringify(value) ?? "undefined";
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

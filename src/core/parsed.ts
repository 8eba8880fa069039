// What every parser of an option's value gives back. Parsers never throw for what a user wrote: all mistakes of a DAG are
// told at once.

/** What is wrong with a value, and what to write instead. */
export interface Complaint {
  readonly what: string;
  readonly hint: string;
}

/** A value that was refused. */
export interface Refused {
  readonly ok: false;
  readonly complaint: Complaint;
}

/** A checked value, or what is wrong with it. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refuse(what: string, hint: string): Refused {
  return { ok: false, complaint: { what, hint } };
}

/** A value of any kind as a message shows it: texts in quotes, objects only by their kind. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "[a list]";
  if (typeof value === "function") return "[a function]";
  if (typeof value === "object" && value !== null) return "[an object]";
  return typeof value === "bigint" ? `${value}n` : String(value);
}

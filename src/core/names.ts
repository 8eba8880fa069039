// Ids are checked and never rewritten: what a person writes in a DAG file is what stands in the cluster.

import { AirgoError, type ErrorDetails } from "./errors.ts";
import { show } from "./parsed.ts";

declare const DAG_ID: unique symbol;
declare const TASK_ID: unique symbol;

/** A checked DAG id: lower-case letters, digits and inner hyphens, beginning with a letter, at most 63 characters. */
export type DagId = string & { readonly [DAG_ID]: true };
/** A checked task id, by the same rule, and none of Argo's reserved words. */
export type TaskId = string & { readonly [TASK_ID]: true };

// A DNS label that begins with a letter: Argo refuses task names that begin with a digit where `depends` is used.
const NAME = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME_HINT =
  "use lower-case letters, digits and inner hyphens, beginning with a letter, at most 63 characters";

// Words of the language in which Argo evaluates `depends`; lint accepts them as names, the run fails on them.
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  "in not and or if else let nil true false matches contains startsWith endsWith".split(" "),
);

/** What is wrong with an id, and what to write instead. */
export interface NameComplaint {
  readonly code: "invalid-name" | "reserved-name";
  readonly what: string;
  readonly hint: string;
}

export function dagIdComplaint(text: unknown): NameComplaint | undefined {
  return isDagId(text) ? undefined : invalidDagId(text);
}

export function taskIdComplaint(text: unknown): NameComplaint | undefined {
  if (typeof text === "string" && RESERVED_WORDS.has(text)) {
    return {
      code: "reserved-name",
      what: `task id "${text}" is a reserved word of Argo's expressions`,
      hint: `choose another id, for example "${text.toLowerCase()}-task"`,
    };
  }
  return isTaskId(text) ? undefined : invalidTaskId(text);
}

export function parseDagId(text: unknown, details: Omit<ErrorDetails, "hint"> = {}): DagId {
  if (isDagId(text)) return text;
  throw toError(invalidDagId(text), details);
}

export function parseTaskId(text: unknown, details: Omit<ErrorDetails, "hint"> = {}): TaskId {
  if (isTaskId(text)) return text;
  throw toError(taskIdComplaint(text) ?? invalidTaskId(text), details);
}

function toError({ code, what, hint }: NameComplaint, details: Omit<ErrorDetails, "hint">) {
  return new AirgoError(code, what, { ...details, hint });
}

export function isDagId(text: unknown): text is DagId {
  return typeof text === "string" && NAME.test(text);
}

export function isTaskId(text: unknown): text is TaskId {
  return typeof text === "string" && NAME.test(text) && !RESERVED_WORDS.has(text);
}

function invalidDagId(text: unknown): NameComplaint {
  return invalid("DAG id", text, nearestName(text));
}

function invalidTaskId(text: unknown): NameComplaint {
  const near = nearestName(text);
  return invalid("task id", text, near === undefined ? undefined : unreserved(near));
}

function invalid(kind: string, text: unknown, near: string | undefined): NameComplaint {
  return {
    code: "invalid-name",
    what: `${kind} ${show(text)} is not a valid name`,
    hint: near === undefined ? NAME_HINT : `write "${near}": ${NAME_HINT}`,
  };
}

/** A name as a task may have it. */
function unreserved(name: string): string {
  return RESERVED_WORDS.has(name) ? `${name}-task` : name;
}

function nearestName(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const near = text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63);
  return NAME.test(near) ? near : undefined;
}

// The words for what cannot cross from task to task, and what to give instead.

import { types } from "node:util";
import { AirgoError } from "../../src/core/errors.ts";

/** One level of a path: a field's name, a list's index, or the text for what has neither. */
export type Segment = string | number | { readonly text: string };

/** What an error says about whose value it is. */
export interface ValueOrigin {
  /** `output "rows" of task "load" of DAG "etl"`. */
  readonly subject?: string | undefined;
  readonly dagId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** What is wrong with a value, and what to give instead. */
export interface Refusal {
  readonly what: string;
  readonly hint: string;
}

export function refuseValue(origin: ValueOrigin, path: string, { what, hint }: Refusal): never {
  const subject = origin.subject === undefined ? "" : `${origin.subject}: `;
  throw new AirgoError(
    "unserializable-value",
    `${subject}${path} is ${what}, which cannot cross from task to task`,
    { hint, dagId: origin.dagId, taskId: origin.taskId },
  );
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export function pathText(root: string, path: readonly Segment[]): string {
  return root + path.map(segmentText).join("");
}

function segmentText(segment: Segment): string {
  if (typeof segment === "object") return segment.text;
  if (typeof segment === "number") return `[${segment}]`;
  return IDENTIFIER.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

export const REFUSALS = {
  function: { what: "a function", hint: "pass data; functions stay in the task's own code" },
  symbol: { what: "a symbol", hint: "pass a string" },
  symbolKey: { what: "an object with a symbol as a key", hint: "use strings as keys" },
  number: (value: number): Refusal => ({
    what: String(value),
    hint: "use null or a string for it",
  }),
  invalidDate: { what: "an invalid Date", hint: "check the date, or use null for it" },
  undefined: { what: "undefined", hint: "use null where there is no value" },
  cycle: { what: "a value that contains itself", hint: "pass ids in place of the objects" },
  sparse: { what: "a list with holes", hint: "fill the holes, for example with null" },
  named: { what: "a list, Map, Set or Date with fields of its own", hint: "pass a plain object" },
  depth: (limit: number): Refusal => ({
    what: `nested deeper than ${limit} levels`,
    hint: "flatten it to a list, with ids in place of the nesting",
  }),
} as const;

/** For an object that is none of those that cross. */
export function describeInstance(value: object): Refusal {
  if (types.isPromise(value)) return { what: "a Promise", hint: "await it" };
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
    return {
      what: "binary data",
      hint: "encode it as base64 text, or put it in storage and pass its address",
    };
  }
  const maker: unknown = Reflect.get(value, "constructor");
  const isOwn = typeof maker === "function" && maker.prototype === Object.getPrototypeOf(value);
  const name = isOwn ? maker.name : "";
  return {
    what: name !== "" ? `an instance of ${name}` : "an object with a prototype of its own",
    hint: "pass a plain object of its fields, and build the instance again in the next task",
  };
}

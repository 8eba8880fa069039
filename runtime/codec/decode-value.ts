import { AirgoError } from "../../src/core/errors.ts";
import type { ValueOrigin } from "./refuse-value.ts";
import { MAPPED_PREFIX, TAG } from "./wire-format.ts";

/** The value of a text, with or without the prefix of a mapped task's output. */
export function decodeValue(text: string, origin: ValueOrigin = {}): unknown {
  const json = text.startsWith(MAPPED_PREFIX) ? text.slice(MAPPED_PREFIX.length) : text;
  return reading(text, origin, () => {
    const value: unknown = JSON.parse(json);
    return json.includes(TAG) ? revive(value) : value;
  });
}

/**
 * The values of a list's text: each a text, or, where the controller parsed it, already JSON.
 * Null where the producer of the list was skipped.
 */
export function decodeList(text: string, origin: ValueOrigin = {}): unknown[] | null {
  const list = reading(text, origin, (): unknown => JSON.parse(text));
  if (list === null) return null;
  if (!Array.isArray(list)) throw undecodable(text, origin);
  const { subject = "the list" } = origin;
  return list.map((item: unknown, index) => {
    const itemOrigin = { ...origin, subject: `item ${index} of ${subject}` };
    if (typeof item === "string") return decodeValue(item, itemOrigin);
    return reading(JSON.stringify(item), itemOrigin, () => revive(item));
  });
}

function reading<T>(text: string, origin: ValueOrigin, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw undecodable(text, origin, error);
  }
}

const SHOWN = 60;

function undecodable(text: string, origin: ValueOrigin, cause?: unknown): AirgoError {
  const { subject = "the value", dagId, taskId } = origin;
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return new AirgoError(
    "undecodable-value",
    `${subject} is not in airgo's wire format: ${JSON.stringify(shown)}`,
    {
      hint: "values must come from a task of airgo, of an image that was built from the same DAGs as the manifests",
      dagId,
      taskId,
      cause,
    },
  );
}

// Changes what JSON.parse made, in place: it is nobody else's.
function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, TAG)) return reviveTagged(value);
  for (const [key, field] of entriesOf(value)) {
    const revived = revive(field);
    if (revived !== field) define(value, key, revived);
  }
  return value;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value);
}

// An assignment to a field named "__proto__" would set the prototype.
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function reviveTagged(tagged: object): unknown {
  const tag: unknown = Reflect.get(tagged, TAG);
  const value: unknown = Reflect.get(tagged, "value");
  const reviver = typeof tag === "string" ? REVIVERS.get(tag) : undefined;
  if (reviver === undefined) throw new Error(`unknown tag ${JSON.stringify(tag)}`);
  return reviver(value);
}

const REVIVERS: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ["undefined", () => undefined],
  ["bigint", (value: unknown) => BigInt(matching(value, /^-?\d+$/))],
  ["Date", reviveDate],
  ["Map", (value: unknown) => new Map(list(value).map(reviveEntry))],
  ["Set", (value: unknown) => new Set(list(value).map(revive))],
  ["object", reviveObject],
]);

function reviveDate(value: unknown): Date {
  const date = new Date(matching(value, /Z$/));
  if (Number.isNaN(date.getTime())) throw new Error("not a date");
  return date;
}

function reviveEntry(value: unknown): [unknown, unknown] {
  const [key, item, ...more] = list(value);
  if (more.length > 0) throw new Error("not an entry");
  return [revive(key), revive(item)];
}

function reviveObject(value: unknown): unknown {
  if (typeof value !== "object" || value === null) throw new Error("not an object");
  for (const [key, field] of entriesOf(value)) {
    define(value, key, revive(field));
  }
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error("not a list");
  return value;
}

function matching(value: unknown, pattern: RegExp): string {
  if (typeof value !== "string" || !pattern.test(value)) throw new Error(`not ${pattern}`);
  return value;
}

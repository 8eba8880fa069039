// A record as one line of JSON. Logging must never fail a task, so that there is a text for everything.

import { types } from "node:util";
import { isError } from "../is-error.ts";
import type { LogRecord } from "./create-logger.ts";

export function jsonLine(record: LogRecord): string {
  try {
    return `${JSON.stringify(record, toPlain)}\n`;
  } catch {
    // A value contains itself, or its own toJSON() threw: each field stands or falls by itself.
    const fields = Object.entries(record).map(([key, value]) => [key, plainField(value)]);
    return `${JSON.stringify(Object.fromEntries(fields))}\n`;
  }
}

function plainField(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, toPlain);
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    return `[not JSON: ${isError(error) ? error.message.split("\n")[0] : "thrown"}]`;
  }
}

function toPlain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (isError(value)) return plainError(value);
  if (types.isMap(value)) return [...value];
  if (types.isSet(value)) return [...value];
  return value;
}

/** pino's form of an error: also what it keeps where JSON does not look. */
function plainError(error: Error): object {
  const { name, message, stack, cause } = error;
  const own: object = error;
  return { type: name, message, stack, cause, ...own };
}

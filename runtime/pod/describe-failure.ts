// What a pod says when its task fails: all of it on stderr, one line to the kubelet.

import { inspect, types } from "node:util";
import { type AirgoError, isAirgoError, type Problem } from "../../src/core/errors.ts";

export interface FailureText {
  /** One line, then, for a mistake that airgo knows, what to do. */
  readonly message: string;
  /** With stacks and causes. */
  readonly details: string;
}

type MapStack = (stack: string) => string;

export function describeFailure(
  error: unknown,
  mapStack: MapStack = (stack) => stack,
): FailureText {
  if (isAirgoError(error)) {
    const text = error.problems.map(problemText).join("\n");
    return { message: text, details: text + causeText(error.cause, mapStack) };
  }
  if (types.isNativeError(error)) {
    return { message: firstLine(String(error)), details: errorText(error, mapStack) };
  }
  const text = `thrown: ${inspect(error)}`;
  return { message: firstLine(text), details: text };
}

function problemText({ code, message, hint }: Problem): string {
  return `error[${code}]: ${message}\nhint: ${hint}`;
}

/** `inspect` also shows a cause, the errors of an AggregateError, and an error's own fields. */
function errorText(error: Error, mapStack: MapStack): string {
  return mapStack(inspect(error));
}

function causeText(cause: unknown, mapStack: MapStack): string {
  return types.isNativeError(cause) ? `\ncaused by: ${errorText(cause, mapStack)}` : "";
}

function firstLine(text: string): string {
  return text.split("\n", 1).join("");
}

// The kubelet keeps 4096 bytes.
const LONGEST = 4096;

/** The beginning of a text, cut between characters. */
export function cutMessage(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST) return text;
  let end = LONGEST;
  // 10xxxxxx continues a character.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

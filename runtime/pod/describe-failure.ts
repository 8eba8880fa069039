// What a pod says when its task fails: all of it on stderr, one line to the kubelet.

import { inspect } from "node:util";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import { isFailTask } from "../../src/core/fail-task.ts";
import { isError } from "../is-error.ts";

export interface FailureText {
  /** One line, then, for a mistake that airgo knows, what to do. */
  readonly message: string;
  /** With stacks and causes. */
  readonly details: string;
}

export function describeFailure(error: unknown): FailureText {
  if (isAirgoError(error)) {
    const text = error.problems.map(problemText).join("\n");
    return { message: text, details: text + causeText(error.cause) };
  }
  if (isError(error)) return { message: firstLine(String(error)), details: errorText(error) };
  const text = `thrown: ${inspect(error)}`;
  return { message: firstLine(text), details: text };
}

function problemText({ code, message, hint }: Problem): string {
  return `error[${code}]: ${message}\nhint: ${hint}`;
}

function errorText(error: Error): string {
  // It would also show the brand.
  if (isFailTask(error)) return (error.stack ?? String(error)) + causeText(error.cause);
  // A cause, the errors of an AggregateError and an error's own fields are shown too.
  return inspect(error);
}

function causeText(cause: unknown): string {
  return isError(cause) ? `\ncaused by: ${inspect(cause)}` : "";
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

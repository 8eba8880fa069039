// Lets `getContext()` find the context of the task that is running. Only a program that uses it pays for it: its module
// provides the runner, and bundlers leave an unused module out.

import type { Context } from "./context.ts";

type ContextRunner = <Result>(context: Context, body: () => Result) => Result;

let runner: ContextRunner | undefined;

export function provideContextRunner(provided: ContextRunner): void {
  runner = provided;
}

/** Calls `body` so that `getContext()` inside it, and in whatever it calls, gives `context`. */
export function runWithContext<Result>(context: Context, body: () => Result): Result {
  return runner === undefined ? body() : runner(context, body);
}

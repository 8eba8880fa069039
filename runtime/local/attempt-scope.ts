// Which attempt a callback belongs to, however deep in the task's code it runs. In a pod the whole process is the
// attempt's; here several share one, and what escapes from a task must not fall on the others.

import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import type { LogLevel } from "../logger/create-logger.ts";

/** What can happen to an attempt from outside of its promise. */
export interface AttemptScope {
  /** A rejection that nobody handles: in a pod it ends the process. */
  fail(error: unknown): void;
  /** Something was printed with `console`. */
  print(level: LogLevel, text: string): void;
}

const scopes = new AsyncLocalStorage<AttemptScope>();

/** Runs `body` as an attempt; it fails, too, when a promise made in it is rejected and nobody handles that. */
export function runInAttempt<Result>(
  print: AttemptScope["print"],
  body: () => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    scopes.run({ fail: reject, print }, () => body().then(resolve, reject));
  });
}

// Runs may overlap, and share one listener.
let watching = 0;

/** Sends unhandled rejections to the attempts that they come from, until the returned function is called. */
export function watchRejections(): () => void {
  if (watching === 0) process.on("unhandledRejection", onRejection);
  watching += 1;
  return () => {
    watching -= 1;
    if (watching === 0) process.off("unhandledRejection", onRejection);
  };
}

function onRejection(error: unknown): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.fail(error);
  // Node throws it where nobody listens: listening must not hide those of the program around the run.
  else if (process.listenerCount("unhandledRejection") === 1) throw error;
}

const METHODS = {
  debug: "debug",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
} as const;

/** Makes what tasks print with `console` lines of their logs, until the returned function is called. */
export function captureConsole(console: Console): () => void {
  const original = { ...console };
  for (const [method, level] of Object.entries(METHODS)) {
    const print = Reflect.get(original, method);
    Reflect.set(console, method, (...values: unknown[]): void => {
      const scope = scopes.getStore();
      if (scope === undefined) Reflect.apply(print, console, values);
      else scope.print(level, format(...values));
    });
  }
  return () => Object.assign(console, original);
}

// Which attempt a callback belongs to, however deep in the task's code it runs. In a pod the whole process is the
// attempt's; here several share one, and what escapes from a task must not fall on the others.

import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import { neverSettles, ProcessExit } from "../escaped-failures.ts";
import type { LogLevel } from "../logger/create-logger.ts";

/** Whose attempt it is. */
export interface AttemptOwner {
  readonly dagId: string;
  readonly taskId: string;
  /** Something was printed with `console`. */
  print(level: LogLevel, text: string): void;
}

interface AttemptScope extends AttemptOwner {
  /** What happened outside of the attempt's promise: in a pod it ends the process. */
  fail(error: unknown): void;
}

const scopes = new AsyncLocalStorage<AttemptScope>();
const running = new Set<AttemptScope>();

/** Runs `body` as an attempt, which also fails by what happens in it outside of its promise. */
export async function runInAttempt<Result>(
  owner: AttemptOwner,
  body: () => Promise<Result>,
): Promise<Result> {
  let scope: AttemptScope | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      scope = { ...owner, fail: reject };
      running.add(scope);
      scopes.run(scope, () => body().then(resolve, reject));
    });
  } finally {
    if (scope !== undefined) running.delete(scope);
  }
}

// Runs may overlap, and share what is listened to.
let watching = 0;
let exitProcess: typeof process.exit = process.exit;

/** Sends what escapes from attempts to the attempts that it comes from, until the returned function is called. */
export function watchEscapes(): () => void {
  if (watching === 0) {
    process.on("unhandledRejection", onRejection);
    process.on("uncaughtException", onException);
    process.on("beforeExit", onIdle);
    exitProcess = process.exit;
    process.exit = exitFromAttempt;
  }
  watching += 1;
  return () => {
    watching -= 1;
    if (watching > 0) return;
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onException);
    process.off("beforeExit", onIdle);
    process.exit = exitProcess;
  };
}

function onRejection(error: unknown): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.fail(error);
  // Node throws it where nobody listens: listening must not hide those of the program around the run.
  else if (process.listenerCount("unhandledRejection") === 1) throw error;
}

function onException(error: unknown): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.fail(error);
  if (scope !== undefined || process.listenerCount("uncaughtException") > 1) return;
  process.off("uncaughtException", onException);
  // Node's own words and exit code for what the program around the run threw.
  setImmediate(() => {
    throw error;
  });
}

/** Nothing is left that could happen: what still runs waits for ever, and a pod would have ended. */
function onIdle(): void {
  if (running.size === 0) return;
  for (const scope of running) scope.fail(neverSettles(scope));
  // The next attempt may wait for ever too: Node asks again only if something was left to do.
  setImmediate(() => {});
}

function exitFromAttempt(code?: number | string | null): never {
  const scope = scopes.getStore();
  if (scope === undefined) return exitProcess(code);
  const exit = new ProcessExit(Number(code ?? process.exitCode ?? 0));
  scope.fail(exit);
  // The task must not go on after it, and what is thrown here is the same failure.
  throw exit;
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

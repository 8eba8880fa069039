import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "../core/context.ts";
import { provideContextRunner } from "../core/current-context.ts";

const storage = new AsyncLocalStorage<Context>();

provideContextRunner((context, body) => storage.run(context, body));

/** The context of the task that is running, anywhere inside it and in whatever it calls. */
export function getContext(): Context {
  const context = storage.getStore();
  if (context === undefined) throw new Error("getContext() is called outside of a running task");
  return context;
}

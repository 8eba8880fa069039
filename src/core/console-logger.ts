import type { Logger, LogMethod } from "./logger.ts";

/** The logger of a task that nobody runs: `execute()` called by hand, in a test or a REPL. */
export function consoleLogger(bindings: Readonly<Record<string, unknown>> = {}): Logger {
  const method =
    (write: (...values: unknown[]) => void): LogMethod =>
    (first: unknown, ...rest: unknown[]) => {
      const fields = typeof first === "object" ? { ...bindings, ...first } : bindings;
      const values = typeof first === "object" ? rest : [first, ...rest];
      if (Object.keys(fields).length > 0) values.push(fields);
      write(...values);
    };
  return {
    debug: method(console.debug),
    info: method(console.info),
    warn: method(console.warn),
    error: method(console.error),
    child: (more) => consoleLogger({ ...bindings, ...more }),
  };
}

// Each attempt runs on a fresh instance, made by calling the operator's class again with the options that it passed to
// `super()`. A constructor that keeps some of them for itself would lose them there: told here, before the cluster.

import { INSTANTIATE, TASK_RECORD } from "./brands.ts";
import { consoleLogger } from "./console-logger.ts";
import type { Context } from "./context.ts";
import { isAirgoError } from "./errors.ts";
import type { Problems } from "./problems.ts";
import type { AttemptFrame, Task } from "./task.ts";

// One for all: a constructor sees nothing of it but the logger, and making one is most of what a probe costs.
let probe: AttemptFrame | undefined;

export function checkRepeatable(task: Task, problems: Problems): void {
  const { taskId, operator, site } = task[TASK_RECORD];
  const complaint = complaintAbout(task);
  if (complaint === undefined) return;
  problems.add("operator-not-repeatable", `task "${taskId}": ${complaint}`, {
    hint: `pass the whole options object to super() in ${operator}, and read arguments as this.args.name`,
    site,
    taskId,
  });
}

function complaintAbout(task: Task): string | undefined {
  try {
    const lost = lostProperty(task, task[INSTANTIATE](probeFrame()));
    if (lost === "") return undefined;
    const missed = missedBy(task);
    if (missed.size === 0 && task.constructor.length <= 1) return undefined;
    const kept = [...missed].map((name) => `"${name}"`).join(", ") || "more than the options";
    return `its constructor keeps ${kept} for itself, and "${lost}" is lost on a fresh instance`;
  } catch (error) {
    // A field that reads a reference can only be made when the value is there.
    if (isAirgoError(error) && error.code === "unresolved-reference") return undefined;
    return `its constructor threw when it was called again: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What the constructor asks for and is not given: what it did not pass on, or what is left out. */
function missedBy(task: Task): ReadonlySet<string> {
  const missed = new Set<string>();
  const watch = (options: object): object =>
    new Proxy(options, {
      get(target, name) {
        if (typeof name === "string" && !(name in target)) missed.add(name);
        return Reflect.get(target, name);
      },
    });
  task[INSTANTIATE]({ ...probeFrame(), watch });
  return missed;
}

/** A property that only the instance as written has; or that `execute()`, called by hand, has set there. */
function lostProperty(task: Task, again: Task): string {
  const isLost = (name: string): boolean =>
    Reflect.get(task, name) !== undefined && Reflect.get(again, name) === undefined;
  return Object.keys(task).find(isLost) ?? "";
}

function probeFrame(): AttemptFrame {
  probe ??= { context: probeContext(), args: {}, parameter: undefined };
  return probe;
}

function probeContext(): Context {
  const never = new Date(0);
  return {
    executionDate: never,
    logicalDate: never,
    dagId: "",
    taskId: "",
    runId: "",
    tryNumber: 1,
    mapIndex: -1,
    signal: new AbortController().signal,
    logger: consoleLogger(),
    params: {},
    parameters: {},
    progress: () => undefined,
  };
}

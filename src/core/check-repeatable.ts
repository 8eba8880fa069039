// Each attempt runs on a fresh instance, made by calling the operator's class again with the options that it passed to
// `super()`. A constructor that keeps some of them for itself would lose them there: told here, before the cluster.

import { INSTANTIATE, TASK_RECORD } from "./brands.ts";
import { consoleLogger } from "./console-logger.ts";
import type { Context } from "./context.ts";
import { isAirgoError } from "./errors.ts";
import type { Problems } from "./problems.ts";
import type { Task } from "./task.ts";

const NEVER = new Date(0);
// One for all: making one is most of what a probe costs.
let neverAborted: AbortSignal | undefined;

export function checkRepeatable(task: Task, problems: Problems): void {
  const { taskId, operator, site } = task[TASK_RECORD];
  const lost = lostProperty(task);
  if (lost === undefined) return;
  problems.add("operator-not-repeatable", `task "${taskId}": ${lost}`, {
    hint: `pass the whole options object to super() in ${operator}, and read arguments as this.args.name`,
    site,
    taskId,
  });
}

function lostProperty(task: Task): string | undefined {
  const names = Object.keys(task);
  let again: Task;
  try {
    again = task[INSTANTIATE]({ context: probeContext(task), args: {}, parameter: undefined });
  } catch (error) {
    // A field that reads a reference can only be made when the value is there.
    if (isAirgoError(error) && error.code === "unresolved-reference") return undefined;
    return `its constructor threw when it was called again: ${error instanceof Error ? error.message : String(error)}`;
  }
  const lost = names.find(
    (name) => Reflect.get(task, name) !== undefined && Reflect.get(again, name) === undefined,
  );
  return lost === undefined ? undefined : `the property "${lost}" is lost on a fresh instance`;
}

function probeContext(task: Task): Context {
  neverAborted ??= new AbortController().signal;
  return {
    executionDate: NEVER,
    logicalDate: NEVER,
    dagId: task.dag.dagId,
    taskId: task.taskId,
    runId: "",
    tryNumber: 1,
    mapIndex: -1,
    signal: neverAborted,
    logger: consoleLogger(),
    params: {},
    parameters: {},
    progress: () => undefined,
  };
}

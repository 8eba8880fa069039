import { AirgoError } from "../core/errors.ts";
import { locate } from "../core/location.ts";
import { isReference } from "../core/output-ref.ts";
import type { AttemptFrame, TaskRecord } from "../core/task.ts";

/** The arguments with references replaced by values, or, before the task runs, by errors. */
export function resolveArguments(
  record: TaskRecord,
  frame: AttemptFrame | undefined,
): Readonly<Record<string, unknown>> {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.args)) {
    if (!isReference(value)) args[name] = value;
    else if (frame !== undefined && name in frame.args) args[name] = frame.args[name];
    else {
      const get = (): never => {
        throw unresolved(record, `argument "${name}"`, `this.args.${name}`);
      };
      Object.defineProperty(args, name, { enumerable: true, get });
    }
  }
  return args;
}

/** `what` comes from an upstream and was read as `read` before there was a run. */
export function unresolved(record: TaskRecord, what: string, read: string): AirgoError {
  const { taskId, dag, site } = record;
  return new AirgoError(
    "unresolved-reference",
    `DAG "${dag.dagId}": ${what} of task "${taskId}" comes from an upstream: it has no value before the task runs`,
    {
      hint: `read ${read} inside execute()`,
      location: locate(site),
      dagId: dag.dagId,
      taskId,
    },
  );
}

import { AirgoError } from "../../src/core/errors.ts";
import type { DagSpec } from "../../src/core/spec.ts";
import type { AttemptRunner } from "./attempt-runner.ts";
import { NO_TEXTS } from "./run-outcome.ts";
import { unknownTask } from "./unknown-task.ts";

/** A failure to inject. */
export interface Fault {
  readonly taskId: string;
  /** The attempt that fails, from 1; undefined: every one. */
  readonly tryNumber: number | undefined;
}

/**
 * Reads "hello-1" (every attempt fails) and "hello-1:1" (the first does).
 *
 * @throws AirgoError `usage`, and `unknown-task`
 */
export function parseFaults({ dagId, tasks }: DagSpec, texts: readonly string[] = []): Fault[] {
  const ids = new Set<string>(tasks.map((task) => task.taskId));
  return texts.map(parseFault).map((fault) => {
    if (ids.has(fault.taskId)) return fault;
    throw unknownTask(dagId, fault.taskId, ids);
  });
}

function parseFault(text: string): Fault {
  const [, taskId, tryNumber] = /^([^:]+)(?::([1-9]\d*))?$/.exec(text) ?? [];
  if (taskId === undefined) {
    throw new AirgoError("usage", `"${text}" says no failure to inject`, {
      hint: 'write a task id, or a task id and the number of an attempt: "hello-1" or "hello-1:1"',
    });
  }
  return { taskId, tryNumber: tryNumber === undefined ? undefined : Number(tryNumber) };
}

/** A runner whose attempts fail where a fault says so, without running. */
export function withFaults(runner: AttemptRunner, faults: readonly Fault[]): AttemptRunner {
  if (faults.length === 0) return runner;
  return {
    async run(request) {
      const { taskId, tryNumber } = request;
      const isFaulty = faults.some(
        (fault) => fault.taskId === taskId && (fault.tryNumber ?? tryNumber) === tryNumber,
      );
      if (!isFaulty) return runner.run(request);
      return { exitCode: 1, outputs: NO_TEXTS, message: "the failure that was asked for" };
    },
  };
}

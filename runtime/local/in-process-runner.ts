// Runs attempts in this process. Values cross as texts, and every attempt has an instance of its own, as in a pod; what
// it shares with the other tasks is the process: module state, the event loop and process.env.

import type { Context } from "../../src/core/context.ts";
import { isFailTask } from "../../src/core/fail-task.ts";
import type { Logger } from "../../src/core/logger.ts";
import type { TaskSpec } from "../../src/core/spec.ts";
import type { Task } from "../../src/core/task.ts";
import { executeAttempt } from "../attempt.ts";
import { type Timeout, withDeadline } from "../deadline.ts";
import { createLogger, type LogRecord } from "../logger/create-logger.ts";
import type { AttemptRequest, AttemptResult, AttemptRunner } from "./attempt-runner.ts";
import { runInAttempt } from "./attempt-scope.ts";
import { AttemptStopped, failureMessage, logFailure } from "./failure.ts";
import type { RunIdentity } from "./run-identity.ts";
import { NO_TEXTS, type Texts } from "./run-outcome.ts";

/** The tasks of a DAG, and what they are told of their run. */
export interface InProcessRun extends RunIdentity {
  readonly taskOf: (taskId: string) => Task | undefined;
  /** Seconds that a body has to end once it is aborted. */
  readonly gracePeriod: number;
}

export class InProcessRunner implements AttemptRunner {
  readonly #run: InProcessRun;

  constructor(run: InProcessRun) {
    this.#run = run;
  }

  async run(request: AttemptRequest): Promise<AttemptResult> {
    const logger = lazyLogger(this.#bindings(request), request.log);
    try {
      return { exitCode: 0, outputs: await this.#execute(request, logger) };
    } catch (error) {
      logFailure(logger(), error);
      const exitCode = isFailTask(error) ? 99 : 1;
      return { exitCode, outputs: NO_TEXTS, message: failureMessage(error) };
    }
  }

  async #execute(request: AttemptRequest, logger: () => Logger): Promise<Texts> {
    const task = this.#run.taskOf(request.taskId);
    if (task === undefined) throw new Error(`there is no task "${request.taskId}" to run`);
    const deadline = {
      signal: request.signal,
      gracePeriod: this.#run.gracePeriod,
      timeout: timeoutOf(request.task),
    };
    return withDeadline(deadline, (signal) =>
      runInAttempt(
        (level, text) => logger()[level](text),
        () => {
          const context = this.#context(request, signal, logger);
          const { item, inputs } = request;
          return executeAttempt({ task, outputs: request.task.outputs, inputs, item, context });
        },
      ),
    );
  }

  #context(request: AttemptRequest, signal: AbortSignal, logger: () => Logger): Context {
    const { dagId, runId, executionDate, params } = this.#run;
    const { taskId, tryNumber, mapIndex, progress } = request;
    const date = new Date(executionDate);
    return {
      ...{ dagId, taskId, runId, tryNumber, mapIndex, signal, progress },
      executionDate: date,
      logicalDate: date,
      params: JSON.parse(params),
      parameters: { ...request.task.parameters },
      get logger() {
        return logger();
      },
    };
  }

  #bindings({ taskId, tryNumber, mapIndex }: AttemptRequest): Readonly<Record<string, unknown>> {
    const { dagId, runId } = this.#run;
    return { dagId, taskId, tryNumber, runId, mapIndex };
  }
}

// Most tasks of a large fan-out log nothing, and a logger costs more than they do.
function lazyLogger(
  bindings: Readonly<Record<string, unknown>>,
  log: (record: LogRecord) => void,
): () => Logger {
  let logger: Logger | undefined;
  return () => {
    logger ??= createLogger(log, { bindings, level: "debug", now: Date.now });
    return logger;
  };
}

function timeoutOf({ executionTimeout: seconds }: TaskSpec): Timeout | undefined {
  if (seconds === undefined) return undefined;
  return {
    seconds,
    reason: new AttemptStopped(`it took longer than its executionTimeout of ${seconds} s`),
  };
}

// Runs attempts in this process. Values cross as texts, and every attempt has an instance of its own, as in a pod; what
// it shares with the other tasks is the process: module state, the event loop, process.env.

import type { Context } from "../../src/core/context.ts";
import { isFailTask } from "../../src/core/fail-task.ts";
import type { Logger } from "../../src/core/logger.ts";
import type { Task } from "../../src/core/task.ts";
import { executeAttempt } from "../attempt.ts";
import type { ValueLimits } from "../codec.ts";
import { executionTimeout, withDeadline } from "../deadline.ts";
import { ProcessExit } from "../escaped-failures.ts";
import { createLogger, type LogLevel } from "../logger/create-logger.ts";
import { describeFailure } from "../pod/describe-failure.ts";
import { progressText } from "../pod/progress-file.ts";
import type { StopSource } from "../stop-source.ts";
import type { AttemptRequest, AttemptResult, AttemptRunner } from "./attempt-runner.ts";
import { runInAttempt } from "./attempt-scope.ts";
import type { RunIdentity } from "./run-identity.ts";
import { NO_TEXTS, type Texts } from "./run-outcome.ts";

/** The tasks of a DAG, and what they are told of their run. */
export interface InProcessRun extends RunIdentity {
  readonly taskOf: (taskId: string) => Task | undefined;
  /** Seconds that a body has to end once it is aborted; then it is left alone. */
  readonly gracePeriod: number;
  readonly limits?: Partial<ValueLimits> | undefined;
}

const DO_NOT_RETRY = 99;

export class InProcessRunner implements AttemptRunner {
  readonly #run: InProcessRun;

  constructor(run: InProcessRun) {
    this.#run = run;
  }

  async run(request: AttemptRequest): Promise<AttemptResult> {
    const logger = lazily(() => this.#logger(request));
    try {
      return { exitCode: 0, outputs: await this.#execute(request, logger) };
    } catch (error) {
      const { message, details } = describeFailure(error);
      logger().error(details);
      return { exitCode: exitCodeOf(error), outputs: NO_TEXTS, message };
    }
  }

  #execute(request: AttemptRequest, logger: () => Logger): Promise<Texts> {
    const { taskId, signal, task: spec, inputs, item } = request;
    const { dagId, taskOf, gracePeriod, limits } = this.#run;
    const task = taskOf(taskId);
    if (task === undefined) throw new Error(`DAG "${dagId}" has no task "${taskId}" to run`);
    const timeout = executionTimeout(spec.executionTimeout, { dagId, taskId });
    const print = (level: LogLevel, text: string) => logger()[level](text);
    return withDeadline({ signal, gracePeriod, timeout }, (own) =>
      runInAttempt({ dagId, taskId, print }, () => {
        const context = this.#context(request, own, logger);
        const { outputs } = spec;
        return executeAttempt({ task, outputs, inputs, item, context, stop: own, limits });
      }),
    );
  }

  #context(request: AttemptRequest, stop: StopSource, logger: () => Logger): Context {
    const { dagId, runId, executionDate, params } = this.#run;
    const { taskId, tryNumber, mapIndex } = request;
    const date = new Date(executionDate);
    return {
      ...{ dagId, taskId, runId, tryNumber, mapIndex },
      executionDate: date,
      logicalDate: date,
      params: JSON.parse(params),
      parameters: { ...request.task.parameters },
      get logger() {
        return logger();
      },
      get signal() {
        return stop.signal;
      },
      progress: (done, total) => {
        if (progressText(done, total) !== undefined) request.progress(done, total);
        else logger().warn(`progress(${done}, ${total}) is ignored: 0 ≤ done ≤ total, total > 0`);
      },
    };
  }

  #logger({ taskId, tryNumber, mapIndex, log }: AttemptRequest): Logger {
    const { dagId, runId } = this.#run;
    const bindings = { dagId, taskId, runId, tryNumber, mapIndex };
    return createLogger(log, { bindings, level: "debug", now: Date.now });
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ProcessExit) return error.exitCode;
  return isFailTask(error) ? DO_NOT_RETRY : 1;
}

/** Most tasks of a large fan-out log nothing, and making a logger costs more than they do. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

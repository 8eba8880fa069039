// One pod's life: its attempts, one after the other, until one succeeds or no more are allowed.

import type { TaskSpec } from "../../src/core/spec.ts";
import type { AttemptInput } from "../attempt.ts";
import type { AttemptQueue, AttemptSource } from "./attempt-queue.ts";
import type { AttemptResult, AttemptRunner } from "./attempt-runner.ts";
import type { Delays } from "./delays.ts";
import { type Judgement, judgeAttempt } from "./judge-attempt.ts";
import { retryDelayAfter } from "./retry-delay.ts";
import type { AttemptId, RunEventBody } from "./run-event.ts";
import { NO_TEXTS, type PodOutcome } from "./run-outcome.ts";

/** What all pods of a run share. */
export interface PodHost {
  readonly runner: AttemptRunner;
  readonly queue: AttemptQueue;
  readonly delays: Delays;
  readonly emit: (event: RunEventBody) => void;
  readonly now: () => Date;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
}

/** What a pod is made from. */
export interface PodRequest {
  readonly task: TaskSpec;
  readonly mapIndex: number;
  readonly item: string | undefined;
  readonly inputs: readonly AttemptInput[];
}

// Argo's retryStrategy of every rendered task: any failure is tried again but this one.
const DO_NOT_RETRY = 99;

export class PodRun implements AttemptSource {
  readonly hasMore = false;
  readonly #request: PodRequest;
  readonly #host: PodHost;
  readonly #onEnd: (outcome: PodOutcome) => void;
  #tries = 0;
  #startedAt: Date | undefined;

  constructor(request: PodRequest, host: PodHost, onEnd: (outcome: PodOutcome) => void) {
    this.#request = request;
    this.#host = host;
    this.#onEnd = onEnd;
  }

  async start(): Promise<void> {
    this.#tries += 1;
    this.#startedAt ??= this.#host.now();
    this.#host.emit({ kind: "attempt-started", ...this.#attemptId });
    const result = await this.#attempt();
    const judgement = judgeAttempt(result, this.#request.task.outputs);
    if (judgement.phase !== "Succeeded" && this.#retry(result.exitCode, judgement)) return;
    this.#end(judgement);
  }

  /** Ends the pod between two attempts, because the run was stopped. */
  stop(message: string): void {
    this.#end({ phase: "Failed", outputs: NO_TEXTS, message });
  }

  #end({ phase, outputs, message }: Judgement): void {
    const now = this.#host.now();
    this.#onEnd({
      phase,
      attempts: this.#tries,
      outputs,
      startedAt: this.#startedAt ?? now,
      finishedAt: now,
      ...(message === undefined ? {} : { message }),
    });
  }

  get #attemptId(): AttemptId {
    const { task, mapIndex } = this.#request;
    return { taskId: task.taskId, mapIndex, tryNumber: this.#tries };
  }

  async #attempt(): Promise<AttemptResult> {
    const { emit, runner, signal } = this.#host;
    const attempt = this.#attemptId;
    try {
      return await runner.run({
        ...this.#request,
        ...attempt,
        signal,
        log: (record) => emit({ kind: "log", ...attempt, record }),
        progress: (done, total) => emit({ kind: "task-progress", ...attempt, done, total }),
      });
    } catch (error) {
      // The runner could not run it at all, as a pod that cannot be created.
      return { exitCode: 1, outputs: NO_TEXTS, message: String(error) };
    }
  }

  /** Says how the attempt failed; true: and there will be another one. */
  #retry(exitCode: number, { phase, message = "" }: Judgement): boolean {
    const { task } = this.#request;
    const { emit, queue, delays, isStopped } = this.#host;
    const failure = {
      kind: "attempt-failed",
      ...this.#attemptId,
      phase,
      exitCode,
      message,
    } as const;
    if (this.#tries > task.retries || exitCode === DO_NOT_RETRY || isStopped()) {
      emit(failure);
      return false;
    }
    const retryIn = retryDelayAfter(this.#tries, task);
    emit({ ...failure, retryIn, waits: delays.waits });
    if (retryIn > 0) queue.pushAfter(retryIn, this);
    else queue.push(this);
    return true;
  }
}

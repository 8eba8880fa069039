// One task that runs: as one pod, or as one for each item of a list.

import type { TaskId } from "../../src/core/names.ts";
import type { TaskSpec } from "../../src/core/spec.ts";
import type { AttemptInput } from "../attempt.ts";
import { FanOutRun } from "./fan-out-run.ts";
import { type PodHost, PodRun } from "./pod-run.ts";
import type { StopReason } from "./run-event.ts";
import { NO_TEXTS, type PodOutcome, type TaskOutcome, type Texts } from "./run-outcome.ts";
import { STOPPED } from "./run-stop.ts";

export interface TaskRunRequest {
  readonly task: TaskSpec;
  readonly inputs: readonly AttemptInput[];
  /** Only of a mapped task. */
  readonly items: readonly string[] | undefined;
  /** How the task ended in the run that is resumed. */
  readonly recorded: TaskOutcome | undefined;
}

export class TaskRun {
  readonly #request: TaskRunRequest;
  readonly #host: PodHost;
  readonly #onEnd: (outcome: TaskOutcome) => void;
  readonly #run: PodRun | FanOutRun;

  constructor(request: TaskRunRequest, host: PodHost, onEnd: (outcome: TaskOutcome) => void) {
    this.#request = request;
    this.#host = host;
    this.#onEnd = onEnd;
    this.#run = this.#makeRun();
  }

  get taskId(): TaskId {
    return this.#request.task.taskId;
  }

  start(): void {
    const { taskId } = this;
    const { items } = this.#request;
    const count = items === undefined ? {} : { items: items.length };
    this.#host.emit({ kind: "task-started", taskId, ...count });
    if (this.#run instanceof FanOutRun && this.#run.endIfDone()) return;
    this.#host.queue.push(this.#run);
  }

  /** Ends the task where it stands, because the run was stopped. */
  stop(reason: StopReason): void {
    this.#run.stop(STOPPED[reason]);
  }

  #makeRun(): PodRun | FanOutRun {
    const { task, inputs, items, recorded } = this.#request;
    const onEnd = (outcome: Ended) => this.#end(outcome);
    if (items === undefined) {
      return new PodRun({ task, inputs, mapIndex: -1, item: undefined }, this.#host, onEnd);
    }
    return new FanOutRun(
      { task, inputs, items, recorded: recorded?.items ?? [] },
      this.#host,
      onEnd,
    );
  }

  #end(outcome: Ended): void {
    const now = this.#host.now();
    this.#onEnd({
      ...outcome,
      taskId: this.taskId,
      inputs: textsOf(this.#request.inputs),
      startedAt: outcome.startedAt ?? firstStart(outcome.items) ?? now,
      finishedAt: now,
    });
  }
}

type Ended = Omit<PodOutcome, "startedAt" | "finishedAt"> &
  Pick<TaskOutcome, "startedAt" | "items">;

/** When the first of a fan-out's items began; waiting for a turn is not running. */
function firstStart(items: TaskOutcome["items"]): Date | undefined {
  return items?.reduce<Date | undefined>(
    (first, { startedAt }) => (first === undefined || startedAt < first ? startedAt : first),
    undefined,
  );
}

function textsOf(inputs: readonly AttemptInput[]): Texts {
  if (inputs.length === 0) return NO_TEXTS;
  return new Map(inputs.map(({ name, text }) => [name, text]));
}

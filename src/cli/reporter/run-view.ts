// Where a run stands, folded from its events: what a live view shows and a summary counts.

import type { RunEvent } from "../../../runtime/local/run-event.ts";
import type { Phase } from "../../core/phases.ts";

/** How far a running task has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A task that runs. */
export interface RunningTask {
  readonly taskId: string;
  readonly since: Date;
  /** Of a fan-out's items, or as its body says. */
  readonly progress?: Progress | undefined;
}

/** A run while it goes on. */
export class RunView {
  taskIds: readonly string[] = [];
  startedAt = new Date(0);
  isStopping = false;
  readonly #running = new Map<string, RunningTask>();
  /** How many items fan-outs have. */
  readonly #items = new Map<string, number>();
  readonly #counts = new Map<Phase, number>();

  /** Takes an event over. */
  take(event: RunEvent): void {
    switch (event.kind) {
      case "run-started":
        this.taskIds = event.taskIds;
        this.startedAt = event.at;
        break;
      case "task-started":
        if (event.items !== undefined) this.#items.set(event.taskId, event.items);
        break;
      // Not the task's start: it may wait for its turn.
      case "attempt-started":
        this.#start(event.taskId, event.at);
        break;
      case "task-progress":
        // Of a fan-out, the items are the progress.
        if (event.mapIndex < 0) this.#advance(event.taskId, event);
        break;
      case "item-finished":
        this.#countItem(event.taskId);
        break;
      case "task-reused":
      case "task-finished":
      case "task-skipped":
      case "task-omitted":
        this.#end(event.taskId, event.outcome.phase);
        break;
      case "run-stopping":
        this.isStopping = true;
    }
  }

  /** In the order in which they started. */
  get running(): Iterable<RunningTask> {
    return this.#running.values();
  }

  get runningCount(): number {
    return this.#running.size;
  }

  get endedCount(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  count(phase: Phase): number {
    return this.#counts.get(phase) ?? 0;
  }

  #start(taskId: string, since: Date): void {
    if (this.#running.has(taskId)) return;
    const total = this.#items.get(taskId);
    const progress = total === undefined ? undefined : { done: 0, total };
    this.#running.set(taskId, { taskId, since, progress });
  }

  #advance(taskId: string, { done, total }: Progress): void {
    const task = this.#running.get(taskId);
    if (task !== undefined) this.#running.set(taskId, { ...task, progress: { done, total } });
  }

  #countItem(taskId: string): void {
    const progress = this.#running.get(taskId)?.progress;
    if (progress !== undefined) {
      this.#advance(taskId, { ...progress, done: progress.done + 1 });
    }
  }

  #end(taskId: string, phase: Phase): void {
    this.#running.delete(taskId);
    this.#counts.set(phase, this.count(phase) + 1);
  }
}

import { topologicalOrder } from "../../src/core/graph.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { TaskSpec } from "../../src/core/spec.ts";

/** Counts, for every task of a run, the upstreams that have not ended; upstreams outside the run count as ended. */
export class UpstreamCounters {
  /** The tasks of the run, each after all its upstreams. */
  readonly order: readonly TaskSpec[];
  readonly #left = new Map<TaskId, number>();
  readonly #below = new Map<TaskId, TaskSpec[]>();

  constructor(tasks: readonly TaskSpec[]) {
    this.order = topologicalOrder(tasks);
    for (const task of tasks) this.#below.set(task.taskId, []);
    for (const task of tasks) this.#count(task);
  }

  #count(task: TaskSpec): void {
    let left = 0;
    for (const id of task.upstream) {
      const below = this.#below.get(id);
      if (below === undefined) continue;
      below.push(task);
      left += 1;
    }
    this.#left.set(task.taskId, left);
  }

  has(taskId: TaskId): boolean {
    return this.#left.has(taskId);
  }

  /** The tasks that wait for nothing. */
  roots(): readonly TaskSpec[] {
    return this.order.filter((task) => this.#left.get(task.taskId) === 0);
  }

  /** The tasks that waited for `taskId` alone. */
  end(taskId: TaskId): readonly TaskSpec[] {
    return (this.#below.get(taskId) ?? []).filter((task) => {
      const left = (this.#left.get(task.taskId) ?? 0) - 1;
      this.#left.set(task.taskId, left);
      return left === 0;
    });
  }
}

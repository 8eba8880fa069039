// Order over the task graph. Nothing here recurses: a chain of ten thousand tasks is a normal DAG.

import type { TaskId } from "./names.ts";

/** As much of a task as an order needs. */
export interface GraphNode {
  readonly taskId: TaskId;
  readonly upstream: readonly TaskId[];
}

/** The tasks, every one after all its upstreams; tasks of a cycle, and those below one, are missing. */
export function topologicalOrder<Node extends GraphNode>(tasks: readonly Node[]): Node[] {
  return new Ordering(tasks).order;
}

/** Cycles that share no task, each a path that begins and ends with the same task. */
export function findCycles(tasks: readonly GraphNode[]): TaskId[][] {
  const ordering = new Ordering(tasks);
  const cycles: TaskId[][] = [];
  for (const task of tasks) {
    while (ordering.isStuck(task.taskId)) {
      const cycle = ordering.cycleAbove(task.taskId);
      cycles.push(cycle);
      ordering.release(cycle);
    }
  }
  return cycles;
}

/** Kahn's algorithm: a task is in order once no upstream is left to wait for. */
class Ordering<Node extends GraphNode> {
  readonly order: Node[] = [];
  readonly #byId: ReadonlyMap<TaskId, Node>;
  readonly #waiting = new Map<TaskId, number>();
  readonly #below = new Map<TaskId, TaskId[]>();

  constructor(tasks: readonly Node[]) {
    this.#byId = new Map(tasks.map((task) => [task.taskId, task]));
    for (const { taskId, upstream } of tasks) {
      const known = upstream.filter((id) => this.#byId.has(id));
      this.#waiting.set(taskId, known.length);
      for (const id of known) {
        const below = this.#below.get(id);
        if (below === undefined) this.#below.set(id, [taskId]);
        else below.push(taskId);
      }
    }
    this.release(tasks.map(({ taskId }) => taskId).filter((id) => this.#waiting.get(id) === 0));
  }

  isStuck(taskId: TaskId): boolean {
    return this.#waiting.has(taskId);
  }

  /** Puts tasks in order, and after them all that then wait for nothing. */
  release(taskIds: readonly TaskId[]): void {
    const ready = taskIds.filter((id) => this.#waiting.delete(id));
    for (const id of ready) {
      const task = this.#byId.get(id);
      if (task !== undefined) this.order.push(task);
      for (const below of this.#below.get(id) ?? []) {
        const left = (this.#waiting.get(below) ?? 0) - 1;
        if (left > 0) this.#waiting.set(below, left);
        else if (this.#waiting.delete(below)) ready.push(below);
      }
    }
  }

  /** Every stuck task has a stuck upstream, so walking upwards must meet itself. */
  cycleAbove(taskId: TaskId): TaskId[] {
    const seen = new Map<TaskId, number>();
    const path: TaskId[] = [];
    let at: TaskId | undefined = taskId;
    while (at !== undefined && !seen.has(at)) {
      seen.set(at, path.length);
      path.push(at);
      at = this.#byId.get(at)?.upstream.find((id) => this.isStuck(id));
    }
    return at === undefined ? path : [at, ...path.slice(seen.get(at)).reverse()];
  }
}

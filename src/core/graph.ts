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
  for (let place = 0; place < tasks.length; place++) {
    while (ordering.isStuck(place)) {
      const cycle = ordering.cycleAbove(place);
      cycles.push(cycle.flatMap((at) => tasks[at]?.taskId ?? []));
      ordering.release(cycle);
    }
  }
  return cycles;
}

const IN_ORDER = -1;

/** Kahn's algorithm: a task is in order once no upstream is left to wait for. Tasks go by their places in the list. */
class Ordering<Node extends GraphNode> {
  readonly order: Node[] = [];
  readonly #tasks: readonly Node[];
  readonly #places = new Map<TaskId, number>();
  /** For how many upstreams each task waits. */
  readonly #waiting: number[] = [];
  readonly #below: (number[] | undefined)[];

  constructor(tasks: readonly Node[]) {
    this.#tasks = tasks;
    this.#below = new Array(tasks.length);
    tasks.forEach(({ taskId }, place) => {
      this.#places.set(taskId, place);
    });
    const ready: number[] = [];
    tasks.forEach(({ upstream }, place) => {
      let waiting = 0;
      for (const id of upstream) if (this.#addBelow(id, place)) waiting++;
      this.#waiting.push(waiting);
      if (waiting === 0) ready.push(place);
    });
    this.release(ready);
  }

  #addBelow(id: TaskId, place: number): boolean {
    const above = this.#places.get(id);
    if (above === undefined) return false;
    const below = this.#below[above];
    if (below === undefined) this.#below[above] = [place];
    else below.push(place);
    return true;
  }

  isStuck(place: number): boolean {
    return this.#waiting[place] !== IN_ORDER;
  }

  /** Puts tasks in order, and after them all that then wait for nothing. */
  release(places: readonly number[]): void {
    const ready = [...places];
    for (const place of ready) {
      const task = this.#tasks[place];
      if (task === undefined || !this.isStuck(place)) continue;
      this.#waiting[place] = IN_ORDER;
      this.order.push(task);
      for (const below of this.#below[place] ?? []) {
        if (this.isStuck(below) && this.#countDown(below) === 0) ready.push(below);
      }
    }
  }

  #countDown(place: number): number {
    const left = (this.#waiting[place] ?? 0) - 1;
    this.#waiting[place] = left;
    return left;
  }

  /** Every stuck task has a stuck upstream, so walking upwards must meet itself. */
  cycleAbove(place: number): number[] {
    const seen = new Map<number, number>();
    const path: number[] = [];
    let at: number | undefined = place;
    while (at !== undefined && !seen.has(at)) {
      seen.set(at, path.length);
      path.push(at);
      at = this.#stuckAbove(at);
    }
    return at === undefined ? path : [at, ...path.slice(seen.get(at)).reverse()];
  }

  #stuckAbove(place: number): number | undefined {
    for (const id of this.#tasks[place]?.upstream ?? []) {
      const above = this.#places.get(id);
      if (above !== undefined && this.isStuck(above)) return above;
    }
    return undefined;
  }
}

// Order over the task graph. Nothing here recurses: a chain of ten thousand tasks is a normal DAG.

import type { TaskId } from "./names.ts";

/** As much of a task as an order needs. */
export interface GraphNode {
  readonly taskId: TaskId;
  readonly upstream: readonly TaskId[];
}

/** The tasks, every one after all its upstreams; tasks of a cycle, and those below one, are missing. */
export function topologicalOrder<Node extends GraphNode>(tasks: readonly Node[]): Node[] {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const waiting = new Map<TaskId, number>();
  const below = new Map<TaskId, Node[]>();
  for (const task of tasks) {
    const upstream = task.upstream.filter((id) => byId.has(id));
    waiting.set(task.taskId, upstream.length);
    for (const id of upstream) {
      const list = below.get(id);
      if (list === undefined) below.set(id, [task]);
      else list.push(task);
    }
  }
  const order = tasks.filter((task) => waiting.get(task.taskId) === 0);
  for (const task of order) {
    for (const next of below.get(task.taskId) ?? []) {
      const left = (waiting.get(next.taskId) ?? 0) - 1;
      waiting.set(next.taskId, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

/** One cycle as a path that begins and ends with the same task, or undefined where there is none. */
export function findCycle(tasks: readonly GraphNode[]): TaskId[] | undefined {
  const ordered = new Set(topologicalOrder(tasks).map((task) => task.taskId));
  const stuck = new Map(tasks.filter((t) => !ordered.has(t.taskId)).map((t) => [t.taskId, t]));
  const [start] = stuck.keys();
  if (start === undefined) return undefined;
  // Every stuck task has a stuck upstream, so walking upwards must meet itself.
  const seen = new Map<TaskId, number>();
  const path: TaskId[] = [];
  let at: TaskId | undefined = start;
  while (at !== undefined && !seen.has(at)) {
    seen.set(at, path.length);
    path.push(at);
    at = stuck.get(at)?.upstream.find((id) => stuck.has(id));
  }
  if (at === undefined) return undefined;
  return [at, ...path.slice(seen.get(at)).reverse()];
}

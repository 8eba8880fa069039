// How edges are drawn: recorded on the downstream task, checked when the DAG is built.

import { DETACHED, GATE, hasBrand, PLACED_TASK, REFERENCE, TASK_RECORD } from "./brands.ts";
import { AirgoError } from "./errors.ts";
import type { Gate, GateRecord } from "./gate.ts";
import { type Callable, captureSite, locate } from "./location.ts";
import type { Task, TaskRecord } from "./task.ts";

/** What may stand below an edge: a task, or the result of a called task function. */
export type Downstream = Task | { readonly [PLACED_TASK]: Task };
/** What may stand above an edge: also a gate. */
export type Upstream = Downstream | Gate;
/** One or a list. */
export type Many<T> = T | readonly T[];

/** An edge's upper end. */
export interface EdgeStart {
  readonly task: Task;
  /** Undefined for an edge that is always taken. */
  readonly way: GateRecord | undefined;
}

/** Draws an edge from each of `above` to each of `below`; a repeated edge is one. `caller` is what the user called. */
export function drawEdges(
  above: readonly Many<Upstream>[],
  below: readonly Many<Downstream>[],
  caller: Callable,
): void {
  const upper = flatten(above);
  const lower = flatten(below);
  const refuse = (end: unknown): never => refuseEnd(end, [...upper, ...lower], caller);
  const starts = upper.map((end) => edgeStart(end) ?? refuse(end));
  for (const task of lower.map((end) => taskOf(end) ?? refuse(end))) {
    for (const start of starts) addEdge(start, task);
  }
}

/** What `flat()` gives, sooner where it is one list without holes, as it mostly is. */
function flatten(ends: readonly Many<Upstream>[]): readonly Upstream[] {
  const [first] = ends;
  const isOne = ends.length === 1 && first !== undefined && isList(first) && !hasHoles(first);
  return isOne ? first : ends.flat();
}

function hasHoles(list: readonly unknown[]): boolean {
  return list.includes(undefined);
}

function addEdge(start: EdgeStart, below: Task): void {
  // A constructor that draws edges draws them again on each attempt's instance.
  if (below[DETACHED] || start.task[DETACHED]) return;
  below[TASK_RECORD].addUpstream(start);
}

function edgeStart(end: unknown): EdgeStart | undefined {
  if (hasBrand(end, GATE)) {
    const way = end[GATE] as GateRecord; // only Gate has this brand, and it keeps a GateRecord
    return { task: way.task, way };
  }
  const task = taskOf(end);
  return task && { task, way: undefined };
}

function taskOf(end: unknown): Task | undefined {
  if (isTask(end)) return end;
  if (hasBrand(end, PLACED_TASK)) return end[PLACED_TASK] as Task; // only a placed task has this brand
  return undefined;
}

export function isTask(value: unknown): value is Task {
  return hasBrand(value, TASK_RECORD); // only Task has this brand
}

function refuseEnd(end: unknown, ends: readonly unknown[], caller: Callable): never {
  const known = firstRecord(ends);
  const where = known && `of task "${known.taskId}" of DAG "${known.dag.dagId}" `;
  throw new AirgoError(
    "foreign-task",
    `an edge ${where ?? ""}leads to ${describe(end)}, which is no task`,
    {
      hint: "give tasks, results of called task functions, gates (above only), or lists of them",
      location: locate(captureSite(caller)),
      dagId: known?.dag.dagId,
      taskId: known?.taskId,
    },
  );
}

function firstRecord(ends: readonly unknown[]): TaskRecord | undefined {
  return ends.map(taskOf).find((task) => task !== undefined)?.[TASK_RECORD];
}

function describe(end: unknown): string {
  if (typeof end === "function") return "a function (a task function must be called first)";
  if (hasBrand(end, GATE)) return "a gate";
  if (hasBrand(end, REFERENCE)) return "a reference to an output";
  return end === null ? "null" : typeof end === "undefined" ? "undefined" : `a ${typeof end}`;
}

/**
 * Draws edges along a chain of tasks and lists, like Airflow's `chain()`: a list next to a task fans out or in; two
 * lists side by side are paired one to one, and must be equally long.
 *
 * @throws AirgoError `unequal-lists`
 */
export function chain(...links: readonly Many<Downstream>[]): void {
  if (links.length === 0) return;
  links.reduce((above, below) => {
    if (isList(above) && isList(below)) pair(above, below);
    else drawEdges([above], [below], chain);
    return below;
  });
}

/** Draws an edge from every task of the first list to every task of the second, like Airflow's `cross_downstream()`. */
export function crossDownstream(above: Many<Upstream>, below: Many<Downstream>): void {
  drawEdges([above], [below], crossDownstream);
}

function pair(above: readonly Downstream[], below: readonly Downstream[]): void {
  if (above.length !== below.length) {
    const dagId = firstRecord([...above, ...below])?.dag.dagId;
    const where = dagId === undefined ? "" : `DAG "${dagId}": `;
    throw new AirgoError(
      "unequal-lists",
      `${where}chain() got lists of ${above.length} and ${below.length} tasks side by side`,
      {
        hint: "make them equally long, or use crossDownstream() to draw every edge between them",
        location: locate(captureSite(chain)),
        dagId,
      },
    );
  }
  for (const [index, downstream] of below.entries()) {
    drawEdges(above.slice(index, index + 1), [downstream], chain);
  }
}

function isList<T>(ends: Many<T>): ends is readonly T[] {
  return Array.isArray(ends);
}

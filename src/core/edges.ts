// How edges are drawn: recorded on the downstream task, checked when the DAG is built.

import { GATE, hasBrand, PLACED_TASK, TASK_RECORD } from "./brands.ts";
import { AirgoError } from "./errors.ts";
import type { Gate, GateRecord } from "./gate.ts";
import type { Task } from "./task.ts";

/** What may stand below an edge: a task, or the result of a called task function. */
export type Downstream = Task | { readonly [PLACED_TASK]: Task };
/** What may stand above an edge: also a gate. */
export type Upstream = Downstream | Gate;
/** One or a list. */
export type Many<T> = T | readonly T[];

/** The ways by which an upstream leads here; undefined for an edge that is always taken. */
export type EdgeWays = readonly GateRecord[] | undefined;

/** Draws an edge from each of `above` to each of `below`; a repeated edge is one. */
export function drawEdges(
  above: readonly Many<Upstream>[],
  below: readonly Many<Downstream>[],
): void {
  const upstreams = above.flat();
  for (const downstream of below.flat().map(toTask)) {
    for (const upstream of upstreams) downstream[TASK_RECORD].addUpstream(toEdge(upstream));
  }
}

/** An edge's upper end. */
export interface EdgeStart {
  readonly task: Task;
  readonly way: GateRecord | undefined;
}

function toEdge(upstream: unknown): EdgeStart {
  if (hasBrand(upstream, GATE)) {
    const way = upstream[GATE] as GateRecord; // only Gate has this brand, and it keeps a GateRecord
    return { task: way.task, way };
  }
  return { task: toTask(upstream), way: undefined };
}

export function toTask(value: unknown): Task {
  if (hasBrand(value, TASK_RECORD)) return value as Task; // only Task has this brand
  if (hasBrand(value, PLACED_TASK)) return value[PLACED_TASK] as Task; // and only a placed task this one
  throw new AirgoError(
    "foreign-task",
    `an edge was drawn to ${describe(value)}, which is no task`,
    {
      hint: "give tasks, results of called task functions, gates (above only), or lists of them",
    },
  );
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function (a task function must be called first)";
  return value === null ? "null" : `a value of type ${typeof value}`;
}

/**
 * Draws edges along a chain of tasks and lists, like Airflow's `chain()`: a list next to a task fans out or in; two
 * lists side by side are paired one to one, and must be equally long.
 *
 * @throws AirgoError `unequal-lists`
 */
export function chain(...links: readonly Many<Downstream>[]): void {
  for (const [index, below] of links.entries()) {
    const above = links[index - 1];
    if (above === undefined) continue;
    if (isList(above) && isList(below)) pair(above, below);
    else drawEdges([above], [below]);
  }
}

/** Draws an edge from every task of the first list to every task of the second, like Airflow's `cross_downstream()`. */
export function crossDownstream(above: Many<Upstream>, below: Many<Downstream>): void {
  drawEdges([above], [below]);
}

function pair(above: readonly Downstream[], below: readonly Downstream[]): void {
  if (above.length !== below.length) {
    throw new AirgoError(
      "unequal-lists",
      `chain() got lists of ${above.length} and ${below.length} tasks side by side`,
      { hint: "make them equally long, or use crossDownstream() to draw every edge between them" },
    );
  }
  for (const [index, upstream] of above.entries()) {
    const downstream = below[index];
    if (downstream !== undefined) drawEdges([upstream], [downstream]);
  }
}

function isList(link: Many<Downstream>): link is readonly Downstream[] {
  return Array.isArray(link);
}

// The edges of a DAG: from what was drawn and from the references, checked against the tasks that there are.

import { DAG_RECORD, TASK_RECORD } from "./brands.ts";
import type { DagRecord } from "./dag-builder.ts";
import { branchParameter, gateParameter, upstreamOf } from "./declared-outputs.ts";
import type { GateRecord } from "./gate.ts";
import { findCycles, type GraphNode } from "./graph.ts";
import type { TaskId } from "./names.ts";
import type { ProblemDetails, Problems } from "./problems.ts";
import type { GateEdge } from "./spec.ts";
import type { Task, TaskRecord } from "./task.ts";

/** The edges that end at one task. */
export interface TaskEdges {
  readonly upstream: readonly TaskId[];
  readonly gates: readonly GateEdge[];
}

/** The tasks of a DAG by which edges are judged. */
export interface KnownTasks {
  readonly dag: DagRecord;
  readonly ids: ReadonlyMap<Task, TaskId>;
  readonly problems: Problems;
}

export function checkEdges(known: KnownTasks): ReadonlyMap<Task, TaskEdges> {
  const edges = new Map<Task, TaskEdges>();
  for (const task of known.ids.keys()) edges.set(task, edgesOf(task, known));
  return edges;
}

export function checkCycles(tasks: readonly GraphNode[], { dag, problems }: KnownTasks): void {
  for (const cycle of findCycles(tasks)) {
    problems.add("cycle", `tasks wait for one another: ${cycle.join(" → ")}`, {
      hint: "take one of these edges out",
      ...placeOf(dag.byId.get(cycle[0] ?? "")),
    });
  }
}

function placeOf(task: Task | undefined): Pick<ProblemDetails, "site" | "taskId"> {
  if (task === undefined) return {};
  const { site, taskId } = task[TASK_RECORD];
  return { site, taskId };
}

function edgesOf(task: Task, known: KnownTasks): TaskEdges {
  const record = task[TASK_RECORD];
  const upstream: TaskId[] = [];
  const gates: GateEdge[] = [];
  upstreamOf(record).forEach((ways, above) => {
    const id = known.ids.get(above);
    if (id === undefined) foreignTask(record, above, known);
    else if (above === task) selfEdge(record, known.problems);
    else {
      upstream.push(id);
      if (ways !== undefined) gates.push(...gateEdges(id, ways));
      if (above[TASK_RECORD].kind === "branch") {
        gates.push({ upstream: id, parameters: [branchParameter(record.taskId)] });
      }
    }
  });
  return { upstream, gates: gates.length === 0 ? NONE : gates };
}

// Shared: most tasks are below no gate.
const NONE: readonly never[] = Object.freeze([]);

/** Several ways of one output are alternatives; of several outputs, each must open one. */
function gateEdges(upstream: TaskId, ways: Iterable<GateRecord>): GateEdge[] {
  const byOutput = new Map<string, Set<string>>();
  for (const { output, opens } of ways) {
    const parameters = byOutput.get(output) ?? new Set();
    byOutput.set(output, parameters.add(gateParameter(output, opens)));
  }
  return [...byOutput.values()].map((parameters) => ({ upstream, parameters: [...parameters] }));
}

function foreignTask(record: TaskRecord, above: Task, { dag, problems }: KnownTasks): void {
  const { taskId, dag: other } = above[TASK_RECORD];
  // The second task of an id has been told of already.
  if (other[DAG_RECORD] === dag) return;
  const where = other.dagId === dag.dagId ? "of another DAG of that id" : `of DAG "${other.dagId}"`;
  problems.add("foreign-task", `task "${record.taskId}" has the upstream "${taskId}" ${where}`, {
    hint: "edges and references stay inside one DAG: place both tasks in it",
    site: record.site,
    taskId: record.taskId,
  });
}

function selfEdge({ taskId, site }: TaskRecord, problems: Problems): void {
  problems.add("self-edge", `task "${taskId}" is its own upstream`, {
    hint: "take the edge out",
    site,
    taskId,
  });
}

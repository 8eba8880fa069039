// What a picture of a DAG shows, whatever draws it.

import { gateParameter } from "../core/declared-outputs.ts";
import type { Phase } from "../core/phases.ts";
import type { DagSpec, TaskSpec } from "../core/spec.ts";

/** A phase that a picture can colour: also of tasks that have not ended. */
export type PicturePhase = Phase | "Running" | "Pending";

export type NodeKind = "task" | "short-circuit" | "branch" | "mapped";

/** One task as a box. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The prefix of its group, without the last hyphen. */
  readonly group: string | undefined;
  /** What stands below the id: a trigger rule, a phase with its duration. */
  readonly notes: readonly string[];
  readonly phase: PicturePhase | undefined;
}

/** One edge, labelled by what it carries. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Names of outputs, and the ways of gates. */
  readonly labels: readonly string[];
  readonly gated: boolean;
}

export interface GraphModel {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** How a task of a run stands: its phase, and how long it took in words. */
export interface TaskState {
  readonly phase: PicturePhase;
  readonly note: string | undefined;
}

/** The picture's model; with the states of a run, coloured by them. */
export function graphModel(
  spec: DagSpec,
  states: ReadonlyMap<string, TaskState> = new Map(),
): GraphModel {
  return {
    title: spec.dagId,
    nodes: spec.tasks.map((task) => nodeOf(task, states.get(task.taskId))),
    edges: spec.tasks.flatMap(edgesOf),
  };
}

function nodeOf(task: TaskSpec, state: TaskState | undefined): GraphNode {
  const notes: string[] = [];
  if (task.triggerRule !== "all_success") notes.push(task.triggerRule);
  if (state !== undefined) notes.push([state.phase, state.note].filter(Boolean).join(" "));
  return {
    id: task.taskId,
    kind: task.over === undefined ? task.kind : "mapped",
    group: task.group,
    notes,
    phase: state?.phase,
  };
}

function edgesOf(task: TaskSpec): GraphEdge[] {
  return task.upstream.map((from) => {
    const outputs = task.inputs.filter((i) => i.from.taskId === from).map((i) => i.from.output);
    if (task.over?.taskId === from) outputs.push(`each of ${task.over.output}`);
    const gates = task.gates.filter((gate) => gate.upstream === from);
    const ways = gates.flatMap((gate) => gate.parameters.flatMap((name) => wayOf(name)));
    return {
      from,
      to: task.taskId,
      labels: [...new Set([...ways, ...outputs])],
      gated: gates.length > 0,
    };
  });
}

/** The case that a gate's parameter stands for; a branch's own choice needs no word: the edge leads to it. */
function wayOf(parameter: string): string[] {
  const [prefix = ""] = gateParameter("", true).split("_");
  return parameter.startsWith(`${prefix}_`) ? [parameter.slice(parameter.indexOf("-") + 1)] : [];
}

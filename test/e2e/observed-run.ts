// A run as it can be compared: phases, attempts, items, and the texts that crossed. Read from what the controller wrote down,
// without src/cluster's own understanding of it, which is thereby compared too.

import type { RunOutcome, Texts } from "../../runtime/local/run-outcome.ts";
import { valueAt } from "../../src/cluster/parse-workflow.ts";
import {
  parseNodes,
  type WorkflowNode,
  type WorkflowNodes,
} from "../../src/cluster/workflow-nodes.ts";
import type { DagSpec, TaskSpec } from "../../src/core/spec.ts";

type TextRecord = Readonly<Record<string, string>>;

export interface ObservedItem {
  readonly phase: string;
  readonly attempts: number;
  readonly item: string;
  readonly outputs: TextRecord;
}

export interface ObservedTask {
  readonly phase: string;
  readonly attempts: number;
  /** Only of a mapped task, in the list's order. */
  readonly items?: readonly ObservedItem[];
  /** By the DAG file's names; none where the task did not run. */
  readonly inputs: TextRecord;
  /** Of a mapped task they are the items'. */
  readonly outputs: TextRecord;
}

export interface ObservedRun {
  readonly phase: string;
  readonly tasks: Readonly<Record<string, ObservedTask>>;
}

/** A run as airgo tells it, local or in the cluster. */
export function observeOutcome({ tasks }: DagSpec, outcome: RunOutcome): ObservedRun {
  const scrub = scrubber(outcome.runId);
  const observed = tasks.map(({ taskId }): [string, ObservedTask] => {
    const ended = outcome.tasks.get(taskId);
    if (ended === undefined) return [taskId, { phase: "(never ended)", ...NOTHING }];
    const { phase, attempts, items } = ended;
    const inputs = attempts === 0 ? {} : scrub(ended.inputs);
    if (items === undefined) {
      return [taskId, { phase, attempts, inputs, outputs: scrub(ended.outputs) }];
    }
    const ownItems = items.map((item) => ({
      phase: item.phase,
      attempts: item.attempts,
      item: scrubText(item.item, outcome.runId),
      outputs: scrub(item.outputs),
    }));
    return [taskId, { phase, attempts, items: ownItems, inputs, outputs: {} }];
  });
  return { phase: outcome.phase, tasks: Object.fromEntries(observed) };
}

/** A run as the controller wrote it down. */
export function observeWorkflow({ tasks }: DagSpec, workflow: unknown): ObservedRun {
  const name = String(valueAt(workflow, "metadata", "name"));
  const nodes = parseNodes(workflow);
  const reading = { nodes, scrub: scrubber(name), runId: name };
  const top = [...nodes.values()].filter(({ boundaryId }) => boundaryId === name);
  const observed = tasks.map((task): [string, ObservedTask] => {
    const node = top.find(({ displayName }) => displayName === task.taskId);
    if (node === undefined) return [task.taskId, { phase: "(no node)", ...NOTHING }];
    return [task.taskId, observeNode(task, node, reading)];
  });
  const phase = String(valueAt(workflow, "status", "phase"));
  return { phase, tasks: Object.fromEntries(observed) };
}

const NOTHING = { attempts: 0, inputs: {}, outputs: {} } as const;

interface Reading {
  readonly nodes: WorkflowNodes;
  readonly scrub: (texts: Texts) => TextRecord;
  readonly runId: string;
}

function observeNode(task: TaskSpec, node: WorkflowNode, reading: Reading): ObservedTask {
  const { phase } = node;
  if (task.over === undefined) {
    const attempts = attemptsOf(node, reading);
    const inputs = attempts === 0 ? {} : inputsOf(node, reading);
    return { phase, attempts, inputs, outputs: reading.scrub(node.outputs) };
  }
  const children = node.type === "TaskGroup" ? childrenOf(node, reading) : [];
  children.sort((a, b) => mapIndexOf(a) - mapIndexOf(b));
  const items = children.map((child) => ({
    phase: child.phase,
    attempts: attemptsOf(child, reading),
    item: scrubText(child.inputs.get("item") ?? "(no item)", reading.runId),
    outputs: reading.scrub(child.outputs),
  }));
  const attempts = items.reduce((sum, item) => sum + item.attempts, 0);
  const [first] = children;
  const inputs = first === undefined ? {} : inputsOf(first, reading);
  return { phase, attempts, items, inputs, outputs: {} };
}

// A task that would start after the run's deadline gets the node of a pod whose container never ran.
const NEVER_RAN = "Step exceeded its deadline";

function attemptsOf(node: WorkflowNode, reading: Reading): number {
  const pods = node.type === "Retry" ? childrenOf(node, reading) : [node];
  return pods.filter(
    ({ type, message, exitCode }) =>
      type === "Pod" && (exitCode !== undefined || message !== NEVER_RAN),
  ).length;
}

function childrenOf({ children }: WorkflowNode, { nodes }: Reading): WorkflowNode[] {
  return children.flatMap((id) => nodes.get(id) ?? []);
}

/** The third item of `size` is the node `size(2:ITEM)`. */
function mapIndexOf({ displayName }: WorkflowNode): number {
  return Number(/\((\d+):/.exec(displayName)?.[1]);
}

function inputsOf({ inputs }: WorkflowNode, { scrub }: Reading): TextRecord {
  const own = [...inputs].filter(([name]) => name.startsWith("in-"));
  return scrub(new Map(own.map(([name, text]) => [name.slice("in-".length), text])));
}

// A run's own name is in the texts of whoever puts it out.
function scrubber(runId: string) {
  return (texts: Texts): TextRecord =>
    Object.fromEntries([...texts].map(([name, text]) => [name, scrubText(text, runId)]).sort());
}

function scrubText(text: string, runId: string): string {
  return text.replaceAll(runId, "<the run's id>");
}

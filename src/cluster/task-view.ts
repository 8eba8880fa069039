// The nodes of a run, sorted by what airgo calls them: tasks, pods (one, or one an item) and attempts.

import type { TaskSpec } from "../core/spec.ts";
import { isAttempt, type WorkflowNode, type WorkflowNodes } from "./workflow-nodes.ts";

/** One pod's life. */
export interface PodView {
  /** -1 where the task is not mapped. */
  readonly mapIndex: number;
  /** What says how it stands: of the retries, or of the only attempt. */
  readonly node: WorkflowNode;
  readonly attempts: readonly WorkflowNode[];
}

export interface TaskView {
  readonly task: TaskSpec;
  readonly node: WorkflowNode;
  /** In the list's order; none where the task ended without running. */
  readonly pods: readonly PodView[];
}

/** The tasks that the controller has looked at, in the order of `tasks`. */
export function taskViews(
  workflowName: string,
  tasks: readonly TaskSpec[],
  nodes: WorkflowNodes,
): TaskView[] {
  const byName = new Map<string, WorkflowNode>();
  for (const node of nodes.values()) {
    if (node.boundaryId === workflowName) byName.set(node.displayName, node);
  }
  return tasks.flatMap((task) => {
    const node = byName.get(task.taskId);
    return node === undefined ? [] : [{ task, node, pods: podsOf(node, nodes) }];
  });
}

function podsOf(node: WorkflowNode, nodes: WorkflowNodes): PodView[] {
  if (node.type !== "TaskGroup") return podOf(node, nodes, -1);
  return childrenOf(node, nodes)
    .flatMap((child) => podOf(child, nodes, mapIndexOf(child)))
    .sort((a, b) => a.mapIndex - b.mapIndex);
}

function podOf(node: WorkflowNode, nodes: WorkflowNodes, mapIndex: number): PodView[] {
  if (node.type !== "Pod" && node.type !== "Retry") return [];
  const attempts = node.type === "Pod" ? [node] : childrenOf(node, nodes);
  return [{ mapIndex, node, attempts: attempts.filter(isAttempt) }];
}

function childrenOf({ children }: WorkflowNode, nodes: WorkflowNodes): WorkflowNode[] {
  return children.flatMap((id) => nodes.get(id) ?? []);
}

/** The third item of `size` is the node `size(2:ITEM)`. */
function mapIndexOf({ displayName }: WorkflowNode): number {
  return Number(/\((\d+):/.exec(displayName)?.[1] ?? 0);
}

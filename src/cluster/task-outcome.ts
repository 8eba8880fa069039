// How a task in the cluster ended, told as the local executor tells it.

import { type Decision, decideTask, type RunScope } from "../../runtime/local/decide-task.ts";
import { gatherTexts } from "../../runtime/local/fan-out.ts";
import {
  type ItemOutcome,
  NO_TEXTS,
  type PodOutcome,
  type TaskOutcome,
  type Texts,
} from "../../runtime/local/run-outcome.ts";
import type { TaskSpec } from "../core/spec.ts";
import type { PodView, TaskView } from "./task-view.ts";
import type { WorkflowNode } from "./workflow-nodes.ts";

/** Undefined for a task that has not ended; `scope` knows how those above it did. */
export function taskOutcome(
  { task, node, pods }: TaskView,
  scope: RunScope,
): TaskOutcome | undefined {
  const { phase } = node;
  if (phase === "Pending" || phase === "Running") return undefined;
  // What the controller says of the retries is less than what it says of the last one.
  const last = task.over === undefined ? pods.at(0)?.attempts.at(-1) : undefined;
  const inputs = inputsOf(node, pods);
  const facts = { ...timesOf(node), ...messageOf(last ?? node) };
  const ended = { taskId: task.taskId, phase, ...facts, inputs };
  if (phase === "Skipped" || phase === "Omitted") {
    const decision = decideTask(task, scope);
    const because = phase === "Skipped" ? skippedBy(task, decision) : omittedBy(decision);
    const items = task.over === undefined ? {} : { items: [] };
    return { ...ended, ...because, ...items, attempts: 0, outputs: NO_TEXTS };
  }
  const attempts = pods.reduce((sum, pod) => sum + pod.attempts.length, 0);
  if (task.over === undefined) return { ...ended, attempts, outputs: node.outputs };
  const items = pods.flatMap((pod) => itemOutcome(pod) ?? []);
  return { ...ended, attempts, items, outputs: gatherOutputs(task, items) };
}

function skippedBy(task: TaskSpec, decision: Decision): Pick<TaskOutcome, "skippedBy"> {
  if (decision.kind === "skip") return { skippedBy: decision.cause };
  // The run is of another state of the DAG.
  const { taskId, triggerRule: rule } = task;
  return { skippedBy: { by: "trigger-rule", taskId, rule } };
}

function omittedBy(decision: Decision): Pick<TaskOutcome, "omittedBy"> {
  return { omittedBy: decision.kind === "omit" ? decision.failed : [] };
}

/** Undefined for an item that has not ended. */
export function itemOutcome({ mapIndex, node, attempts }: PodView): ItemOutcome | undefined {
  const pod = podOutcome(node, attempts);
  const item = attempts.at(-1)?.inputs.get("item") ?? node.inputs.get("item") ?? "";
  return pod && { ...pod, mapIndex, item };
}

function podOutcome(node: WorkflowNode, attempts: readonly WorkflowNode[]): PodOutcome | undefined {
  const { phase, startedAt, finishedAt } = node;
  if (phase !== "Succeeded" && phase !== "Failed" && phase !== "Error") return undefined;
  const start = startedAt ?? finishedAt ?? new Date(0);
  return {
    phase,
    attempts: attempts.length,
    outputs: attempts.at(-1)?.outputs ?? node.outputs,
    startedAt: start,
    finishedAt: finishedAt ?? start,
    ...messageOf(attempts.at(-1) ?? node),
  };
}

function timesOf({ startedAt, finishedAt }: WorkflowNode) {
  return {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

function messageOf({ message }: WorkflowNode): Pick<TaskOutcome, "message"> {
  return message === undefined ? {} : { message };
}

/** By the names that the DAG file has. */
function inputsOf(node: WorkflowNode, pods: readonly PodView[]): Texts {
  const found = pods.at(0)?.attempts.at(-1)?.inputs ?? node.inputs;
  const inputs = [...found].filter(([name]) => name.startsWith("in-"));
  return new Map(inputs.map(([name, text]) => [name.slice("in-".length), text]));
}

function gatherOutputs({ outputs }: TaskSpec, items: readonly ItemOutcome[]): Texts {
  const good = items.filter(({ phase }) => phase === "Succeeded");
  if (good.length === 0) return NO_TEXTS;
  return new Map(
    outputs.map(({ parameter }) => [
      parameter,
      gatherTexts(good.map((item) => item.outputs.get(parameter) ?? "")),
    ]),
  );
}

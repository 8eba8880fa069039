// The nodes of a Workflow's status: what the controller writes down of each task, each item of a fan-out and each attempt.

import { gunzipSync } from "node:zlib";
import type { Texts } from "../../runtime/local/run-outcome.ts";
import type { Phase } from "../core/phases.ts";
import { fieldsOf, listOf, parametersOf, textAt, valueAt } from "./parse-workflow.ts";

export type NodePhase = Phase | "Pending" | "Running";

const ENDED: readonly NodePhase[] = ["Succeeded", "Failed", "Error", "Skipped", "Omitted"];
const PHASES: readonly NodePhase[] = ["Running", ...ENDED];

export interface WorkflowNode {
  readonly id: string;
  readonly displayName: string;
  /** Pod, Retry, TaskGroup, DAG, Skipped and more. */
  readonly type: string;
  readonly phase: NodePhase;
  readonly templateName: string;
  /** The id of the DAG that it is part of. */
  readonly boundaryId: string | undefined;
  readonly children: readonly string[];
  readonly message: string | undefined;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly inputs: Texts;
  readonly outputs: Texts;
  readonly exitCode: number | undefined;
  /** `N/M` */
  readonly progress: string | undefined;
}

export type WorkflowNodes = ReadonlyMap<string, WorkflowNode>;

/** By id; none where the controller keeps them in its database, which only `argo` reads. */
export function parseNodes(workflow: unknown): WorkflowNodes {
  const nodes = fieldsOf(valueAt(workflow, "status", "nodes"));
  const compressed = textAt(workflow, "status", "compressedNodes");
  const known = compressed === undefined ? nodes : fieldsOf(decompress(compressed));
  return new Map(Object.entries(known).map(([id, node]) => [id, parseNode(id, node)]));
}

/** Above a megabyte, the controller packs them. */
function decompress(text: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8"));
}

function parseNode(id: string, node: unknown): WorkflowNode {
  const exitCode = textAt(node, "outputs", "exitCode");
  return {
    id,
    displayName: textAt(node, "displayName") ?? "",
    type: textAt(node, "type") ?? "",
    phase: parseNodePhase(valueAt(node, "phase")),
    templateName: textAt(node, "templateName") ?? "",
    boundaryId: textAt(node, "boundaryID"),
    children: listOf(valueAt(node, "children")).map(String),
    message: textAt(node, "message")?.replace(EXIT_NOTE, ""),
    startedAt: dateOf(textAt(node, "startedAt")),
    finishedAt: dateOf(textAt(node, "finishedAt")),
    inputs: parametersOf(valueAt(node, "inputs", "parameters")),
    outputs: parametersOf(valueAt(node, "outputs", "parameters")),
    exitCode: exitCode === undefined ? undefined : Number(exitCode),
    progress: textAt(node, "progress"),
  };
}

// Before the pod's own words.
const EXIT_NOTE = /^main: Error \(exit code \d+\): (?=.)/;

function parseNodePhase(text: unknown): NodePhase {
  return PHASES.find((phase) => phase === text) ?? "Pending";
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

/** Whether a pod runs or has run. */
export function hasStarted({ phase }: WorkflowNode): boolean {
  return phase !== "Pending";
}

// Said of a node like a pod's whose container never ran: its turn came after the run's deadline.
const NEVER_RAN = "Step exceeded its deadline";

/** Whether the node is one attempt of a pod. */
export function isAttempt({ type, message, exitCode }: WorkflowNode): boolean {
  return type === "Pod" && (message !== NEVER_RAN || exitCode !== undefined);
}

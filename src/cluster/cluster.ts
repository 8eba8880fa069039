// The port to the cluster: all that submitting, backfilling and watching ask of `kubectl` or `argo`.

import type { Workflow } from "../render/argo-types.ts";

/** The programs through which the cluster is reached, with the user's own context and rights. */
export const VIAS = ["kubectl", "argo"] as const;

export type Via = (typeof VIAS)[number];

export type WorkflowPhase = "Pending" | "Running" | "Succeeded" | "Failed" | "Error";

/** One Workflow, as much of it as a table of runs needs. */
export interface ClusterRun {
  readonly name: string;
  /** Tells a run from another one that had its name before. */
  readonly uid: string;
  /** Undefined until the controller has seen it. */
  readonly phase: WorkflowPhase | undefined;
  readonly message: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** RFC 3339, as all times here. */
  readonly createdAt: string;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** The annotation that Argo's `workflow.scheduledTime` is taken from. */
  readonly scheduledTime: string | undefined;
  readonly creationTimestampOverride: string | undefined;
}

/** What became of Workflows that were to be created, by name. */
export interface Creation {
  readonly created: readonly string[];
  /** Were there already: a name is created once. */
  readonly existed: readonly string[];
}

export interface LogRequest {
  readonly workflow: string;
  readonly pod: string;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

/** Reaches the Workflows of one namespace. Every failure is an AirgoError "cluster-error". */
export interface Cluster {
  readonly via: Via;
  readonly namespace: string;
  /** The WorkflowTemplate as the API server has it; undefined where it is not deployed. */
  readTemplate(name: string): Promise<unknown>;
  /** The Workflows that all these label requirements hold for. */
  list(selector: readonly string[]): Promise<readonly ClusterRun[]>;
  /** The whole Workflow; undefined where there is none. */
  read(name: string): Promise<unknown>;
  create(workflows: readonly Workflow[]): Promise<Creation>;
  /** Deletes this very run, never another one that took its name; false where it is not there any more. */
  delete(run: Pick<ClusterRun, "name" | "uid">): Promise<boolean>;
  /**
   * What is left of a run that was deleted: its pods and their results. A new run of that name would take them for its
   * own, as the controller finds them by name.
   */
  remainsOf(name: string): Promise<readonly string[]>;
  /** The lines of a pod's main container from its start to its end. */
  logs(request: LogRequest): AsyncIterable<string>;
}

export function isFinished({ phase }: Pick<ClusterRun, "phase">): boolean {
  return phase === "Succeeded" || hasFailed({ phase });
}

export function hasFailed({ phase }: Pick<ClusterRun, "phase">): boolean {
  return phase === "Failed" || phase === "Error";
}

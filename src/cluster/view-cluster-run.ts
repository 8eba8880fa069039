// A run in the cluster, told as the local executor tells its own: so one reporter, one picture and one page serve both.

import type { RunScope } from "../../runtime/local/decide-task.ts";
import { outputText } from "../../runtime/local/output-text.ts";
import type { RunOutcome, TaskOutcome } from "../../runtime/local/run-outcome.ts";
import { conditionsOf } from "../core/conditions.ts";
import { topologicalOrder } from "../core/graph.ts";
import type { TaskId } from "../core/names.ts";
import { parsePodTime } from "../core/pod-time.ts";
import type { DagSpec } from "../core/spec.ts";
import { type ClusterRun, isFinished } from "./cluster.ts";
import { parseClusterRun } from "./parse-workflow.ts";
import { taskOutcome } from "./task-outcome.ts";
import { type TaskView, taskViews } from "./task-view.ts";
import { parseNodes } from "./workflow-nodes.ts";

/** A run as far as it has come. */
export interface ClusterRunView {
  readonly run: ClusterRun;
  readonly executionDate: Date;
  /** The tasks that the controller has looked at, every one after its upstreams. */
  readonly tasks: readonly TaskView[];
  /** Of those that have ended. */
  readonly outcomes: ReadonlyMap<TaskId, TaskOutcome>;
  /** Undefined until the run has ended. */
  readonly outcome: RunOutcome | undefined;
}

/** Reads a Workflow by the DAG that it is a run of. */
export function viewClusterRun(spec: DagSpec, workflow: unknown): ClusterRunView {
  const run = parseClusterRun(workflow);
  const tasks = taskViews(run.name, topologicalOrder(spec.tasks), parseNodes(workflow));
  const outcomes = outcomesOf(spec, tasks);
  const executionDate = executionDateOf(run);
  const outcome = outcomeOf(run, spec, { executionDate, outcomes });
  return { run, executionDate, tasks, outcomes, outcome };
}

/** By the rule of the pods: the override, else the scheduled time, else the creation. */
export function executionDateOf(run: ClusterRun): Date {
  const { creationTimestampOverride: override = "", scheduledTime = "", createdAt } = run;
  return parsePodTime(override) ?? parsePodTime(scheduledTime) ?? new Date(createdAt);
}

function outcomeOf(
  run: ClusterRun,
  { dagId }: DagSpec,
  { executionDate, outcomes }: Pick<ClusterRunView, "executionDate" | "outcomes">,
): RunOutcome | undefined {
  if (!isFinished(run)) return undefined;
  const { name: runId, startedAt, createdAt, finishedAt, phase } = run;
  return {
    runId,
    dagId,
    phase: phase === "Failed" || phase === "Error" ? phase : "Succeeded",
    executionDate,
    startedAt: new Date(startedAt ?? createdAt),
    finishedAt: new Date(finishedAt ?? createdAt),
    tasks: outcomes,
  };
}

function outcomesOf(spec: DagSpec, tasks: readonly TaskView[]): Map<TaskId, TaskOutcome> {
  const outcomes = new Map<TaskId, TaskOutcome>();
  const byId = new Map(spec.tasks.map((task) => [task.taskId, task]));
  // What is above a task has ended before it, so the rules say the same here as they said to the controller.
  const scope: RunScope = {
    conditions: conditionsOf(spec),
    includes: () => true,
    outcomeOf: (id) => outcomes.get(id),
    textOf: (source) => outputText(source, byId.get(source.taskId), outcomes.get(source.taskId)),
  };
  for (const view of tasks) {
    const outcome = taskOutcome(view, scope);
    if (outcome !== undefined) outcomes.set(outcome.taskId, outcome);
  }
  return outcomes;
}

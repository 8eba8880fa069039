// A run in the cluster as events: each look at it becomes what has happened since the look before.

import { endEvent } from "../../runtime/local/end-task.ts";
import { retryDelayAfter } from "../../runtime/local/retry-delay.ts";
import type { AttemptId, Reporter, RunEvent, RunEventBody } from "../../runtime/local/run-event.ts";
import type { DagSpec } from "../core/spec.ts";
import { itemOutcome } from "./task-outcome.ts";
import type { PodView, TaskView } from "./task-view.ts";
import type { ClusterRunView } from "./view-cluster-run.ts";
import { hasStarted, type WorkflowNode } from "./workflow-nodes.ts";

/** Tells a reporter of the run what it has not been told yet. */
export class RunFollower {
  readonly #spec: DagSpec;
  readonly #report: Reporter;
  readonly #now: () => Date;
  /** What was told, each by a key of its own. */
  readonly #told = new Set<string>();
  #pending: RunEvent[] = [];

  constructor(spec: DagSpec, report: Reporter, now: () => Date) {
    this.#spec = spec;
    this.#report = report;
    this.#now = now;
  }

  see(view: ClusterRunView): void {
    const { run, executionDate, outcome } = view;
    const { dagId, tasks } = this.#spec;
    const taskIds = tasks.map((task) => task.taskId);
    const start = { kind: "run-started", runId: run.name, dagId, executionDate, taskIds } as const;
    this.#add("start", new Date(run.startedAt ?? run.createdAt), start);
    for (const task of view.tasks) this.#seeTask(task, view);
    this.#flush();
    if (outcome === undefined) return;
    this.#add("end", outcome.finishedAt, { kind: "run-finished", outcome });
    this.#flush();
  }

  #seeTask({ task, node, pods }: TaskView, { outcomes }: ClusterRunView): void {
    const { taskId } = task;
    if (pods.some(({ attempts }) => attempts.some(hasStarted))) {
      const items = task.over === undefined ? {} : { items: pods.length };
      this.#add(`task ${taskId}`, node.startedAt, { kind: "task-started", taskId, ...items });
    }
    for (const pod of pods) this.#seePod(task, pod);
    const outcome = outcomes.get(taskId);
    if (outcome !== undefined) this.#add(`end ${taskId}`, node.finishedAt, endEvent(outcome));
  }

  #seePod(task: TaskView["task"], pod: PodView): void {
    const { taskId } = task;
    const { mapIndex, node, attempts } = pod;
    for (const [at, attempt] of attempts.entries()) {
      const id = { taskId, mapIndex, tryNumber: at + 1 };
      this.#seeAttempt(attempt, id);
      // A pod without retries is its only attempt, and ends with it.
      const goesOn = at + 1 < attempts.length || node.finishedAt === undefined;
      const retry = goesOn ? { retryIn: retryDelayAfter(id.tryNumber, task), waits: true } : {};
      this.#seeFailure(attempt, id, retry);
    }
    const outcome = mapIndex < 0 ? undefined : itemOutcome(pod);
    if (outcome === undefined) return;
    const event = { kind: "item-finished", taskId, mapIndex, outcome } as const;
    this.#add(`item ${taskId} ${mapIndex}`, outcome.finishedAt, event);
  }

  #seeAttempt(attempt: WorkflowNode, id: AttemptId): void {
    const { id: node, message, progress, startedAt } = attempt;
    if (hasStarted(attempt)) {
      this.#add(`attempt ${node}`, startedAt, { kind: "attempt-started", ...id });
      this.#seeProgress(`${node} ${progress}`, progress, id);
    } else if (message !== undefined) {
      // Such as an image that cannot be pulled.
      const record = { level: WARN, time: this.#now().getTime(), msg: `the pod waits: ${message}` };
      this.#add(`waits ${node} ${message}`, undefined, { kind: "log", ...id, record });
    }
  }

  #seeProgress(key: string, progress: string | undefined, id: AttemptId): void {
    const [, done, total] = /^(\d+)\/(\d+)$/.exec(progress ?? "") ?? [];
    // Argo gives 0/1 and 1/1 to every pod that says nothing.
    if (done === undefined || done === "0" || total === "1") return;
    const amount = { done: Number(done), total: Number(total) };
    this.#add(`progress ${key}`, undefined, { kind: "task-progress", ...id, ...amount });
  }

  #seeFailure(attempt: WorkflowNode, id: AttemptId, retry: object): void {
    const { phase, exitCode = 1, message = "", finishedAt } = attempt;
    if (phase !== "Failed" && phase !== "Error") return;
    const event = { kind: "attempt-failed", ...id, phase, exitCode, message, ...retry } as const;
    this.#add(`failure ${attempt.id}`, finishedAt, event);
  }

  #add(key: string, at: Date | undefined, event: RunEventBody): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#pending.push({ ...event, at: at ?? this.#now() });
  }

  /** In the order in which it happened, not in that of the tasks. */
  #flush(): void {
    const events = this.#pending.sort((a, b) => a.at.getTime() - b.at.getTime());
    this.#pending = [];
    for (const event of events) this.#report(event);
  }
}

/** pino's number. */
const WARN = 40;

// The logs of a run's pods, as events of its tasks.

import type { AttemptId, Reporter } from "../../runtime/local/run-event.ts";
import type { LogRecord } from "../../runtime/logger/create-logger.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import type { ClusterRunView } from "./view-cluster-run.ts";
import { hasStarted, type WorkflowNode } from "./workflow-nodes.ts";

/** Follows each pod once, from when it runs until it ends. */
export class LogFollower {
  readonly #cluster: Cluster;
  readonly #report: Reporter;
  readonly #clock: Clock;
  readonly #streams = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();

  constructor(cluster: Cluster, report: Reporter, clock: Clock) {
    this.#cluster = cluster;
    this.#report = report;
    this.#clock = clock;
  }

  see({ run, tasks }: ClusterRunView): void {
    for (const { task, pods } of tasks) {
      for (const { mapIndex, attempts } of pods) {
        for (const [at, attempt] of attempts.entries()) {
          const id = { taskId: task.taskId, mapIndex, tryNumber: at + 1 };
          if (hasStarted(attempt)) this.#follow(run.name, attempt, id);
        }
      }
    }
  }

  /** Waits for the last lines, but not for ever. */
  async close(longestSeconds: number): Promise<void> {
    const { signal } = this.#abort;
    await Promise.race([
      Promise.all(this.#streams.values()),
      this.#clock.sleep(longestSeconds, signal),
    ]);
    this.#abort.abort();
  }

  #follow(workflow: string, node: WorkflowNode, id: AttemptId): void {
    if (this.#streams.has(node.id)) return;
    this.#streams.set(node.id, this.#stream(workflow, podName(workflow, node), id));
  }

  async #stream(workflow: string, pod: string, id: AttemptId): Promise<void> {
    const { signal } = this.#abort;
    for await (const line of this.#cluster.logs({ workflow, pod, signal })) {
      const at = this.#clock.now();
      this.#report({ kind: "log", ...id, record: recordOf(line, at), at });
    }
  }
}

/** The controller's name for a pod: the run's, the template's and the node's number. */
function podName(workflow: string, { id, templateName }: WorkflowNode): string {
  return `${workflow}-${templateName}-${id.slice(workflow.length + 1)}`;
}

/** pino's level of lines that say none. */
const INFO = 30;

/** airgo's own lines are pino's; whatever else the container prints is a line of text. */
function recordOf(line: string, at: Date): LogRecord {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record === "object" && record !== null && "msg" in record) return { ...record };
  } catch {
    // Not JSON.
  }
  return { level: INFO, time: at.getTime(), msg: line };
}

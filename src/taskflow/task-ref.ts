import { PLACED_TASK } from "../core/brands.ts";
import { RETURN_VALUE } from "../core/declared-outputs.ts";
import { type Downstream, drawEdges, type Many, type Upstream } from "../core/edges.ts";
import type { DagRunResult, RunOptions } from "../core/local-run.ts";
import { OutputRef } from "../core/output-ref.ts";
import type { Task } from "../core/task.ts";

/** A called task function: a task in the DAG, and a typed reference to what it returns. */
export class TaskRef<T> extends OutputRef<T> {
  readonly [PLACED_TASK]: Task;

  constructor(task: Task) {
    super({ task, output: RETURN_VALUE, orNull: false });
    this[PLACED_TASK] = task;
  }

  get taskId(): string {
    return this[PLACED_TASK].taskId;
  }

  /** This task runs before `downstream`, and gives it no value. */
  before(...downstream: Many<Downstream>[]): this {
    drawEdges([this], downstream, this.before);
    return this;
  }

  /** This task runs after `upstream`, and takes no value from it; after a gate, only when it opens. */
  after(...upstream: Many<Upstream>[]): this {
    drawEdges(upstream, [this], this.after);
    return this;
  }

  /** Airflow's `set_upstream`. */
  setUpstream(upstream: Many<Upstream>): void {
    drawEdges([upstream], [this], this.setUpstream);
  }

  /** Airflow's `set_downstream`. */
  setDownstream(downstream: Many<Downstream>): void {
    drawEdges([this], [downstream], this.setDownstream);
  }

  /** Runs this task and all that it needs on this machine. */
  executeAll(options?: RunOptions): Promise<DagRunResult> {
    return this[PLACED_TASK].executeAll(options);
  }
}

// What every operator is once it is placed in a DAG. A constructor records; `dag.spec()` checks, and never in a pod.

import { DETACHED, INSTANTIATE, TASK_RECORD } from "./brands.ts";
import type { Context } from "./context.ts";
import type { AnyDag } from "./dag-builder.ts";
import { type Downstream, drawEdges, type EdgeStart, type Many, type Upstream } from "./edges.ts";
import type { GateRecord } from "./gate.ts";
import { type DagRunResult, localRun, type RunOptions } from "./local-run.ts";
import type { Site } from "./location.ts";
import type { TaskKind } from "./spec.ts";

/** What a mapped task says it runs over; whether that is a list of an upstream is told when the DAG is built. */
export interface OverRecord {
  /** A reference to the list. */
  readonly reference: unknown;
  /** The argument that receives the item; undefined: `this.parameter`. */
  readonly argument: string | undefined;
  /** How it was said in two ways, where it was. */
  readonly twice?: string | undefined;
}

/** What an operator put on record when it was constructed. */
export class TaskRecord {
  readonly taskId: string;
  readonly group: string | undefined;
  readonly dag: AnyDag;
  /** The options that airgo knows, as given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The class's own arguments: literals and references. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Names of own arguments that look like options and are meant. */
  readonly argumentNames: readonly string[];
  /** Names that stand among the options and are none. */
  readonly unknownOptions: readonly string[];
  readonly kind: TaskKind;
  /** The list of a mapped task. */
  readonly over: OverRecord | undefined;
  readonly operator: string;
  readonly site: Site;
  /** By task; the ways of a gate by which the edge is taken, or undefined where it always is. */
  readonly upstream = new Map<Task, Set<GateRecord> | undefined>();

  constructor(fields: TaskRecordFields) {
    this.taskId = fields.taskId;
    this.group = fields.group;
    this.dag = fields.dag;
    this.options = fields.options;
    this.argumentNames = fields.argumentNames;
    this.unknownOptions = fields.unknownOptions;
    this.args = fields.args;
    this.kind = fields.kind;
    this.over = fields.over;
    this.operator = fields.operator;
    this.site = fields.site;
  }

  addUpstream({ task, way }: EdgeStart): void {
    if (way === undefined) {
      if (!this.upstream.has(task)) this.upstream.set(task, undefined);
      return;
    }
    const known = this.upstream.get(task);
    if (known === undefined) this.upstream.set(task, new Set([way]));
    else known.add(way);
  }
}

export type TaskRecordFields = Omit<TaskRecord, "upstream" | "addUpstream">;

/** What one attempt of a task runs with. */
export interface AttemptFrame {
  readonly context: Context;
  /** The values of the arguments that are references, by name. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The item, for a mapped task. */
  readonly parameter: unknown;
  /** What the constructor is given in place of its options, for a check that sees what it reads of them. */
  readonly watch?: (options: object) => object;
}

/** An operator placed in a DAG. */
export abstract class Task {
  abstract readonly [TASK_RECORD]: TaskRecord;
  abstract readonly [DETACHED]: boolean;
  /** Internal: a fresh, detached instance with its references resolved, for one attempt. */
  abstract [INSTANTIATE](frame: AttemptFrame): Task;
  abstract readonly taskId: string;
  abstract readonly dag: AnyDag;

  /**
   * Runs this task and all that it needs on this machine, by the rules of Argo's controller.
   *
   * @throws AirgoError `task-failed` when the run did not succeed (unless `throwOnFailure` is false)
   */
  async executeAll(options: RunOptions = {}): Promise<DagRunResult> {
    return (await localRun()).executeAll(this, options);
  }

  /** What the task does. What it returns is its output `return_value`, put out when something takes it. */
  abstract execute(context: Context): unknown;

  /** This task runs before `downstream` (Python: `self >> downstream`). */
  before(...downstream: Many<Downstream>[]): this {
    drawEdges([this], downstream, this.before);
    return this;
  }

  /** This task runs after `upstream` (Python: `self << upstream`); after a gate, only when it opens. */
  after(...upstream: Many<Upstream>[]): this {
    drawEdges(upstream, [this], this.after);
    return this;
  }

  /** Airflow's `set_upstream`: the same as {@link Task.after}. */
  setUpstream(upstream: Many<Upstream>): void {
    drawEdges([upstream], [this], this.setUpstream);
  }

  /** Airflow's `set_downstream`: the same as {@link Task.before}. */
  setDownstream(downstream: Many<Downstream>): void {
    drawEdges([this], [downstream], this.setDownstream);
  }
}

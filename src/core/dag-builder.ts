// A DAG as its file builds it: a record of what was said. `spec()` checks all of it at once and freezes it.

import { DAG_RECORD, TASK_RECORD } from "./brands.ts";
import { compileSpec, type SpecDefaults } from "./compile-spec.ts";
import { consoleLogger } from "./console-logger.ts";
import type { Context } from "./context.ts";
import { AirgoError } from "./errors.ts";
import type { GateRecord } from "./gate.ts";
import { type DagRunResult, localRun, type RunOptions } from "./local-run.ts";
import { type Callable, captureSite, locate, type Site } from "./location.ts";
import type { DagOptions } from "./options.ts";
import type { DagSpec } from "./spec.ts";
import type { Task } from "./task.ts";
import { ticksOf } from "./ticks-of.ts";

/** All ways of the gates over one output. */
export interface Selector {
  readonly task: Task;
  readonly output: string;
  readonly ways: readonly GateRecord[];
  readonly site: Site;
}

/** A task function that was declared, and whether anything called it. */
export interface FactoryRecord {
  readonly id: string;
  readonly site: Site;
  called: boolean;
}

/** What a DAG file said of its DAG. */
export interface DagRecord {
  readonly dagId: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly tasks: Task[];
  /** The first task of each id. */
  readonly byId: Map<string, Task>;
  readonly selectors: Selector[];
  readonly factories: FactoryRecord[];
  readonly site: Site;
  /** The prefix of the group that is being declared. */
  group: string | undefined;
}

/** A DAG without the task functions, which `DAG` adds. */
export class DagBuilder<Params extends object = Readonly<Record<string, unknown>>> {
  readonly [DAG_RECORD]: DagRecord;
  readonly dagId: string;
  /** The defaults of the run's own parameters; in a task, read `context.params`. */
  readonly params: Params;

  constructor(dagId: string, options: DagOptions<Params> = {}) {
    this.dagId = dagId;
    this.params = options.params ?? ({} as Params); // without `params`, Params is its default, which {} fits
    this[DAG_RECORD] = {
      dagId,
      options: { ...options },
      tasks: [],
      byId: new Map(),
      selectors: [],
      factories: [],
      site: captureSite(new.target),
      group: undefined,
    };
  }

  /** The tasks, in the order in which they were placed. */
  get tasks(): readonly Task[] {
    return this[DAG_RECORD].tasks;
  }

  /** Prefixes the ids of the tasks that `body` places with `prefix` and a hyphen; groups may nest. */
  group<Result>(prefix: string, body: () => Result): Result {
    const record = this[DAG_RECORD];
    const outer = record.group;
    record.group = outer === undefined ? prefix : `${outer}-${prefix}`;
    try {
      const result = body();
      // After an await the group is over, and tasks would lose their prefix without a word.
      if (result instanceof Promise) throw asyncGroup(this.dagId, prefix, this.group);
      return result;
    } finally {
      record.group = outer;
    }
  }

  /**
   * The DAG, checked and frozen: what the renderer and the executor work from.
   *
   * @throws AirgoError with all mistakes of the DAG at once
   */
  spec(defaults: SpecDefaults = {}): DagSpec {
    return compileSpec(this, defaults);
  }

  /** The schedule's fire times from `from` to `to`, both inclusive, exactly as Argo's controller computes them. */
  ticks(from: Date | string, to: Date | string): Date[] {
    return ticksOf(this.spec(), from, to);
  }

  /**
   * Runs the DAG on this machine, by the rules of Argo's controller.
   *
   * @throws AirgoError `task-failed` when the run did not succeed (unless `throwOnFailure` is false)
   */
  async execute(options: RunOptions = {}): Promise<DagRunResult> {
    return (await localRun()).executeDag(this, options);
  }

  /** A context for calling a task's `execute()` by hand: the execution date is now. */
  get defaultContext(): Context<Params> {
    const now = new Date();
    return {
      executionDate: now,
      logicalDate: now,
      dagId: this.dagId,
      taskId: "",
      runId: "by-hand",
      tryNumber: 1,
      mapIndex: -1,
      signal: new AbortController().signal,
      logger: consoleLogger(),
      params: this.params,
      parameters: {},
      progress: () => undefined,
    };
  }
}

function asyncGroup(dagId: string, prefix: string, caller: Callable): AirgoError {
  return new AirgoError("invalid-option", `DAG "${dagId}": group "${prefix}" has an async body`, {
    hint: "place its tasks in a function that is not async; what has to be awaited belongs into a task",
    location: locate(captureSite(caller)),
    dagId,
  });
}

/** Any DAG, whatever its parameters are. */
export type AnyDag = DagBuilder<object>;

/** Internal: puts a task on its DAG's record. */
export function placeTask(dag: AnyDag, task: Task): void {
  const record = dag[DAG_RECORD];
  record.tasks.push(task);
  const { taskId } = task[TASK_RECORD];
  if (!record.byId.has(taskId)) record.byId.set(taskId, task);
}

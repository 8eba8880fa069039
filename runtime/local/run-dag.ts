// Runs a DAG on this machine by the rules of Argo's controller: each task is looked at once, when the last of its
// upstreams has ended, and gets the phase that the controller would give it.

import { setMaxListeners } from "node:events";
import { conditionsOf } from "../../src/core/conditions.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { RunPhase } from "../../src/core/phases.ts";
import type { DagSpec, TaskSpec } from "../../src/core/spec.ts";
import { assessDagPhase } from "./assess-dag-phase.ts";
import { AttemptQueue } from "./attempt-queue.ts";
import type { AttemptRunner } from "./attempt-runner.ts";
import { type Decision, decideTask, type RunDecision, type RunScope } from "./decide-task.ts";
import { RealDelays, VirtualDelays } from "./delays.ts";
import { endEvent, endUnrun } from "./end-task.ts";
import { Fifo } from "./fifo.ts";
import { keptTasks } from "./kept-tasks.ts";
import { outputText } from "./output-text.ts";
import type { PodHost } from "./pod-run.ts";
import type { Reporter, RunEventBody, StopReason } from "./run-event.ts";
import type { RunOutcome, TaskOutcome } from "./run-outcome.ts";
import { RunStop, STOPPED, stopError } from "./run-stop.ts";
import { TaskRun } from "./task-run.ts";
import { UpstreamCounters } from "./upstream-counters.ts";

/** How a DAG is run; everything that the world gives comes in here. */
export interface RunSettings {
  readonly runId: string;
  readonly executionDate: Date;
  /** Attempts at a time. */
  readonly concurrency: number;
  /** Whether delays between attempts really pass. */
  readonly realDelays: boolean;
  readonly now: () => Date;
  readonly report: Reporter;
  /** Aborts the run. */
  readonly signal?: AbortSignal | undefined;
  /** The tasks to run, all by default; what is above them and not among them counts as done. */
  readonly selection?: ReadonlySet<string> | undefined;
  /** How tasks ended in an earlier run: those that ended well are not run again. */
  readonly recorded?: ReadonlyMap<TaskId, TaskOutcome> | undefined;
}

/** Runs the DAG to its end. Rejects only for a bug: a task that fails is an outcome. */
export function runDag(
  spec: DagSpec,
  runner: AttemptRunner,
  settings: RunSettings,
): Promise<RunOutcome> {
  return new DagRun(spec, runner, settings).run();
}

const NOTHING_RECORDED: ReadonlyMap<TaskId, TaskOutcome> = new Map();

class DagRun {
  readonly #spec: DagSpec;
  readonly #settings: RunSettings;
  readonly #recorded: ReadonlyMap<TaskId, TaskOutcome>;
  readonly #kept: ReadonlySet<TaskId>;
  readonly #counters: UpstreamCounters;
  readonly #scope: RunScope;
  readonly #host: PodHost;
  readonly #stop: RunStop;
  readonly #abortController = new AbortController();
  readonly #outcomes = new Map<TaskId, TaskOutcome>();
  readonly #running = new Map<TaskId, TaskRun>();
  /** To be looked at: a queue, so that a chain of ten thousand skips does not recurse. */
  readonly #ready = new Fifo<TaskSpec>();
  #looking = false;

  constructor(spec: DagSpec, runner: AttemptRunner, settings: RunSettings) {
    const { selection, signal } = settings;
    const selected = spec.tasks.filter((task) => selection?.has(task.taskId) ?? true);
    this.#spec = spec;
    this.#settings = settings;
    this.#counters = new UpstreamCounters(selected);
    this.#recorded = settings.recorded ?? NOTHING_RECORDED;
    this.#kept = keptTasks(this.#counters.order, this.#recorded);
    this.#scope = this.#makeScope();
    this.#stop = new RunStop({ signal, dagrunTimeout: spec.dagrunTimeout }, (reason) =>
      this.#abort(reason),
    );
    this.#host = this.#makeHost(runner);
  }

  async run(): Promise<RunOutcome> {
    const { runId, executionDate, now } = this.#settings;
    const { dagId, tasks } = this.#spec;
    const startedAt = now();
    const taskIds = tasks.map((task) => task.taskId).filter((id) => this.#counters.has(id));
    this.#emit({ kind: "run-started", runId, dagId, executionDate, taskIds });
    this.#stop.watch();
    this.#look(this.#counters.roots());
    await this.#host.queue.run();
    this.#stop.unwatch();
    const stopped = this.#stop.reason;
    const phase = this.#endPhase(stopped);
    const outcome: RunOutcome = {
      runId,
      dagId,
      phase,
      executionDate,
      startedAt,
      finishedAt: now(),
      ...(stopped === undefined ? {} : { stopped }),
      tasks: this.#outcomes,
    };
    this.#emit({ kind: "run-finished", outcome });
    return outcome;
  }

  #emit(event: RunEventBody): void {
    this.#settings.report({ ...event, at: this.#settings.now() });
  }

  #makeScope(): RunScope {
    const byId = new Map(this.#spec.tasks.map((task) => [task.taskId, task]));
    const outcomeOf = (id: TaskId) => this.#outcomes.get(id) ?? this.#recorded.get(id);
    return {
      conditions: conditionsOf(this.#spec),
      includes: (taskId) => this.#counters.has(taskId),
      outcomeOf,
      textOf: (source) => outputText(source, byId.get(source.taskId), outcomeOf(source.taskId)),
    };
  }

  #makeHost(runner: AttemptRunner): PodHost {
    const { concurrency, realDelays, now } = this.#settings;
    const limit = Math.min(concurrency, this.#spec.parallelism ?? Number.POSITIVE_INFINITY);
    // Each attempt that runs listens to it, and there may be many.
    setMaxListeners(0, this.#abortController.signal);
    const delays = realDelays ? new RealDelays() : new VirtualDelays();
    return {
      runner,
      queue: new AttemptQueue(limit, delays, (seconds) => this.#stop.skip(seconds)),
      delays,
      now,
      emit: (event) => this.#emit(event),
      signal: this.#abortController.signal,
      isStopped: () => this.#stop.reason !== undefined,
    };
  }

  /** Looks at tasks whose upstreams have all ended, and at those below them that end without running. */
  #look(ready: readonly TaskSpec[]): void {
    for (const task of ready) this.#ready.push(task);
    if (this.#looking) return;
    this.#looking = true;
    for (let task = this.#ready.shift(); task !== undefined; task = this.#ready.shift()) {
      if (this.#stop.reason !== "interrupted") this.#lookAt(task);
    }
    this.#looking = false;
  }

  #lookAt(task: TaskSpec): void {
    const { taskId } = task;
    const recorded = this.#recorded.get(taskId);
    if (recorded !== undefined && this.#kept.has(taskId)) {
      this.#emit({ kind: "task-reused", taskId, outcome: recorded });
      this.#outcomes.set(taskId, recorded);
      this.#look(this.#counters.end(taskId));
    } else this.#follow(task, decideTask(task, this.#scope));
  }

  #follow(task: TaskSpec, decision: Decision): void {
    const { reason } = this.#stop;
    if (decision.kind !== "run") this.#end(endUnrun(task, decision));
    else if (reason === undefined) this.#start(task, decision);
    // After its deadline the controller goes on looking at tasks, and fails those that would start.
    else this.#end(endUnrun(task, { kind: "late", message: STOPPED[reason] }));
  }

  #start(task: TaskSpec, { inputs, items }: RunDecision): void {
    const { taskId } = task;
    const recorded = this.#recorded.get(taskId);
    const run = new TaskRun({ task, inputs, items, recorded }, this.#host, (outcome) => {
      this.#running.delete(taskId);
      this.#end(outcome);
    });
    this.#running.set(taskId, run);
    run.start();
  }

  #end(outcome: TaskOutcome): void {
    this.#outcomes.set(outcome.taskId, outcome);
    this.#emit(endEvent(outcome));
    this.#look(this.#counters.end(outcome.taskId));
  }

  #abort(reason: StopReason): void {
    this.#emit({ kind: "run-stopping", reason });
    this.#abortController.abort(stopError(reason, this.#spec.dagId));
    this.#host.queue.stop();
  }

  #endPhase(stopped: StopReason | undefined): RunPhase {
    if (stopped !== undefined) {
      for (const run of [...this.#running.values()]) run.stop(stopped);
      return "Failed";
    }
    return assessDagPhase(this.#counters.order, (id) => this.#outcomes.get(id)?.phase);
  }
}

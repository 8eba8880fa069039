// When a task runs. Argo asks twice: `depends` (false: Omitted, Airflow's upstream_failed) and then `when` (false:
// Skipped). So `depends` carries only whether an upstream failed, and `when` every reason to skip. The renderer prints
// these conditions, the local executor evaluates them.

import { topologicalOrder } from "./graph.ts";
import type { TaskId } from "./names.ts";
import type { Phase } from "./phases.ts";
import type { DagSpec, TaskSpec, TriggerRule } from "./spec.ts";

/** A condition is a leaf, or several of which all or any must hold. */
export type Condition<Leaf> =
  | Leaf
  | { readonly all: readonly Condition<Leaf>[] }
  | { readonly any: readonly Condition<Leaf>[] };

/** The task's phase is one of these. */
export interface StatusLeaf {
  readonly kind: "status";
  readonly taskId: TaskId;
  readonly phases: readonly Phase[];
}

/** A short circuit's or a way's output says this. */
export interface OutputLeaf {
  readonly kind: "output";
  readonly taskId: TaskId;
  readonly parameter: string;
  readonly equals: "true" | "false";
}

export type WhenClause = Condition<StatusLeaf | OutputLeaf>;

export interface TaskConditions {
  /** False: Omitted. Undefined: a task without upstreams. */
  readonly depends: Condition<StatusLeaf> | undefined;
  /** One of them false: Skipped. */
  readonly when: readonly WhenClause[];
}

/** As much of a task as its conditions depend on. */
export type ConditionTask = Pick<
  TaskSpec,
  "taskId" | "kind" | "over" | "upstream" | "triggerRule" | "ignoreDownstreamTriggerRules" | "gates"
>;

const known = new WeakMap<DagSpec, ReadonlyMap<TaskId, TaskConditions>>();

/** The conditions of every task of a DAG. */
export function conditionsOf(spec: DagSpec): ReadonlyMap<TaskId, TaskConditions> {
  return known.get(spec) ?? rememberConditions(spec, conditionsOfTasks(spec.tasks));
}

/** A spec never changes, so its conditions are worked out once. */
export function rememberConditions(
  spec: DagSpec,
  conditions: ReadonlyMap<TaskId, TaskConditions>,
): ReadonlyMap<TaskId, TaskConditions> {
  known.set(spec, conditions);
  return conditions;
}

export function conditionsOfTasks(
  tasks: readonly ConditionTask[],
): ReadonlyMap<TaskId, TaskConditions> {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const reasons = new Map<TaskId, Reasons>();
  const skippable = new Set<TaskId>();
  const conditions = new Map<TaskId, TaskConditions>();
  for (const task of topologicalOrder(tasks)) {
    const own = reasonsOf(task, byId, reasons);
    reasons.set(task.taskId, own);
    if (own.all.size > 0 || task.over !== undefined) skippable.add(task.taskId);
    conditions.set(task.taskId, {
      depends: dependsOf(task, skippable),
      when: [...own.all.values()],
    });
  }
  return conditions;
}

/** Why a task would be Skipped: all its reasons, and those of them that no trigger rule stops. */
interface Reasons {
  readonly all: ReadonlyMap<string, WhenClause>;
  readonly hard: ReadonlyMap<string, WhenClause>;
}

const NONE: ReadonlyMap<string, WhenClause> = new Map();

function reasonsOf(
  task: ConditionTask,
  byId: ReadonlyMap<TaskId, ConditionTask>,
  known: ReadonlyMap<TaskId, Reasons>,
): Reasons {
  const all = new ClauseSet();
  const hard = new ClauseSet();
  for (const id of task.upstream) {
    const upstream = byId.get(id);
    const above = known.get(id);
    if (upstream === undefined || above === undefined) continue;
    hard.addAll(above.hard);
    all.addAll(task.triggerRule === "all_success" ? above.all : above.hard);
    if (upstream.kind !== "short-circuit") continue;
    const clause = says(id, "short_circuit", "false");
    all.add(`stop ${id}`, clause);
    if (upstream.ignoreDownstreamTriggerRules) hard.add(`stop ${id}`, clause);
  }
  for (const gate of task.gates) {
    const ways = gate.parameters.map((parameter) => says(gate.upstream, parameter, "true"));
    all.add(`gate ${gate.upstream} ${gate.parameters.join(" ")}`, oneOf(ways));
  }
  const rule = RULES[task.triggerRule].when;
  if (rule !== undefined && task.upstream.length > 0) {
    all.add(`rule ${task.taskId}`, rule(task.upstream));
  }
  return { all: all.clauses, hard: hard.clauses };
}

/** Shares its upstream's map until it differs: a long chain below one short circuit holds one map. */
class ClauseSet {
  clauses: ReadonlyMap<string, WhenClause> = NONE;
  #own: Map<string, WhenClause> | undefined;

  add(key: string, clause: WhenClause): void {
    if (this.clauses.has(key)) return;
    this.#own ??= new Map(this.clauses);
    this.clauses = this.#own.set(key, clause);
  }

  addAll(others: ReadonlyMap<string, WhenClause>): void {
    if (others === this.clauses || others.size === 0) return;
    if (this.clauses.size === 0 && this.#own === undefined) this.clauses = others;
    else for (const [key, clause] of others) this.add(key, clause);
  }
}

// Each list once: a DAG has a leaf for every edge.
const SUCCEEDED: readonly Phase[] = ["Succeeded"];
const SUCCEEDED_OR_SKIPPED: readonly Phase[] = ["Succeeded", "Skipped"];
const FAILED: readonly Phase[] = ["Failed", "Error", "Omitted"];
const ENDED: readonly Phase[] = ["Succeeded", "Failed", "Error", "Skipped", "Omitted"];

interface RuleConditions {
  readonly depends: (upstream: readonly TaskId[]) => Condition<StatusLeaf>;
  readonly when?: (upstream: readonly TaskId[]) => WhenClause;
}

const ended = each(ENDED);
const notFailed = each(SUCCEEDED_OR_SKIPPED);

const RULES: { readonly [Rule in TriggerRule]: RuleConditions } = {
  all_success: { depends: each(SUCCEEDED) },
  none_failed: { depends: notFailed },
  none_failed_min_one_success: { depends: notFailed, when: some(SUCCEEDED) },
  one_success: {
    depends: (upstream) =>
      oneOf([...upstream.map((id) => is(id, SUCCEEDED)), each(["Skipped"])(upstream)]),
    when: some(SUCCEEDED),
  },
  all_done: { depends: ended },
  all_failed: { depends: ended, when: each(FAILED) },
  one_failed: { depends: ended, when: some(FAILED) },
  all_skipped: { depends: ended, when: each(["Skipped"]) },
  none_skipped: { depends: ended, when: each(["Succeeded", ...FAILED]) },
};

function dependsOf(
  task: ConditionTask,
  skippable: ReadonlySet<TaskId>,
): Condition<StatusLeaf> | undefined {
  if (task.upstream.length === 0) return undefined;
  if (task.triggerRule !== "all_success") return RULES[task.triggerRule].depends(task.upstream);
  // An upstream that was skipped has its reasons in this task's `when` too, which then says Skipped.
  return allOf(
    task.upstream.map((id) => is(id, skippable.has(id) ? SUCCEEDED_OR_SKIPPED : SUCCEEDED)),
  );
}

function is(taskId: TaskId, phases: readonly Phase[]): StatusLeaf {
  return { kind: "status", taskId, phases };
}

function says(taskId: TaskId, parameter: string, equals: "true" | "false"): OutputLeaf {
  return { kind: "output", taskId, parameter, equals };
}

function each(phases: readonly Phase[]) {
  return (upstream: readonly TaskId[]) => allOf(upstream.map((id) => is(id, phases)));
}

function some(phases: readonly Phase[]) {
  return (upstream: readonly TaskId[]) => oneOf(upstream.map((id) => is(id, phases)));
}

function allOf<Leaf>(all: readonly Condition<Leaf>[]): Condition<Leaf> {
  const [first] = all;
  return all.length === 1 && first !== undefined ? first : { all };
}

function oneOf<Leaf>(any: readonly Condition<Leaf>[]): Condition<Leaf> {
  const [first] = any;
  return any.length === 1 && first !== undefined ? first : { any };
}

// From what a DAG file said to the frozen DagSpec: all checks, all mistakes at once.

import { DAG_RECORD, TASK_RECORD } from "./brands.ts";
import { checkDagOptions, type SpecDefaults } from "./check-dag.ts";
import { checkCycles, checkEdges, type TaskEdges } from "./check-edges.ts";
import { checkGates } from "./check-gates.ts";
import { checkMissing } from "./check-missing.ts";
import { checkOutputs } from "./check-outputs.ts";
import { checkReferences } from "./check-references.ts";
import { checkRepeatable } from "./check-repeatable.ts";
import { checkDefaultArgs, checkTaskOptions } from "./check-task.ts";
import {
  type ConditionTask,
  conditionsOfTasks,
  rememberConditions,
  type TaskConditions,
} from "./conditions.ts";
import type { AnyDag, DagRecord } from "./dag-builder.ts";
import { declaredOutputs, demands, overOf, referencesOf } from "./declared-outputs.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { located } from "./located.ts";
import { LocatedTask } from "./located-task.ts";
import { locate } from "./location.ts";
import { type DagId, dagIdComplaint, type TaskId } from "./names.ts";
import type { TaskOptionsSpec } from "./operator-options.ts";
import { Problems } from "./problems.ts";
import type { DagSpec, InputSpec, OutputDeclaration, OutputSpec, TaskSpec } from "./spec.ts";
import type { Task } from "./task.ts";

export type { SpecDefaults } from "./check-dag.ts";

// Shared: most tasks take nothing and put nothing out.
const NONE: readonly never[] = Object.freeze([]);

/** @throws AirgoError with all mistakes of the DAG */
export function compileSpec(dag: AnyDag, defaults: SpecDefaults): DagSpec {
  const { problems, finish } = checkDag(dag, defaults);
  problems.throwIfAny();
  return finish();
}

/** A DAG with mistakes as far as it can be made, for whoever looks for more of them; undefined where it cannot. */
export function draftSpec(dag: AnyDag, defaults: SpecDefaults): DagSpec | undefined {
  try {
    return checkDag(dag, defaults).finish();
  } catch {
    return undefined;
  }
}

interface CheckedDag {
  readonly problems: Problems;
  /** The spec; of a DAG with problems, it may fail. */
  readonly finish: () => DagSpec;
}

function checkDag(dag: AnyDag, defaults: SpecDefaults): CheckedDag {
  const record = dag[DAG_RECORD];
  const problems = new Problems(record.dagId, record.site);
  const dagId = checkDagId(record, problems);
  const options = checkDagOptions(record, defaults, problems);
  const ids = checkTaskIds(record, problems);
  const defaultArgs = checkDefaultArgs(record, problems);
  const taskOptions = new Map<Task, TaskOptionsSpec>();
  for (const task of record.tasks) {
    taskOptions.set(task, checkTaskOptions(task[TASK_RECORD], defaultArgs, problems));
    checkReferences(task[TASK_RECORD], problems);
    checkRepeatable(task, problems);
  }
  checkGates(record, problems);
  const known = { dag: record, ids, problems };
  const parts = conditionParts(ids, taskOptions, checkEdges(known));
  const nodes = [...parts.values()];
  const conditions = conditionsOfTasks(nodes);
  // A task that waits for itself never comes to its conditions.
  if (conditions.size < nodes.length) checkCycles(nodes, known);
  const declared = declaredBy(dag);
  for (const task of ids.keys()) {
    checkMissing(task, { tasks: parts, conditions, problems });
    checkOutputs(task, declared.get(task) ?? [], problems);
  }
  const finish = (): DagSpec => {
    const tasks = taskSpecs({ ids, taskOptions, parts, conditions, declared });
    const spec: DagSpec = deepFreeze(located(record.site, options, { dagId, tasks }));
    rememberConditions(spec, conditions);
    return spec;
  };
  return { problems, finish };
}

function checkDagId({ dagId }: DagRecord, problems: Problems): DagId {
  const wrong = dagIdComplaint(dagId);
  if (wrong !== undefined) problems.add(wrong.code, wrong.what, { hint: wrong.hint });
  return dagId as DagId; // what is wrong is thrown before it leaves this module
}

/** The tasks that count, by their ids: the first of each id. */
function checkTaskIds(record: DagRecord, problems: Problems): Map<Task, TaskId> {
  const ids = new Map<Task, TaskId>();
  if (record.tasks.length === 0) {
    const hint = "place a task in it: new MyOperator({ taskId, dag }), or call a task function";
    problems.add("missing-option", "it has no tasks", { hint });
  }
  for (const task of record.tasks) {
    const { taskId, site } = task[TASK_RECORD];
    const first = record.byId.get(taskId);
    if (first === task || first === undefined) {
      ids.set(task, taskId as TaskId); // checkTaskOptions reports the ids that are none
      continue;
    }
    if (taskId === "") continue; // a task without an id is told of as such
    const place = locate(first[TASK_RECORD].site);
    const where = place === undefined ? "" : ` (the first is at ${place.file}:${place.line})`;
    problems.add("duplicate-task", `there are two tasks "${taskId}"${where}`, {
      hint: "give each task an id of its own",
      site,
      taskId,
    });
  }
  return ids;
}

function conditionParts(
  ids: ReadonlyMap<Task, TaskId>,
  options: ReadonlyMap<Task, TaskOptionsSpec>,
  edges: ReadonlyMap<Task, TaskEdges>,
): ReadonlyMap<Task, ConditionTask> {
  const parts = new Map<Task, ConditionTask>();
  for (const [task, taskId] of ids) {
    const record = task[TASK_RECORD];
    const own = options.get(task);
    const drawn = edges.get(task);
    if (own === undefined || drawn === undefined) continue;
    const over = overOf(record);
    parts.set(task, {
      taskId,
      kind: record.kind,
      over: over && { taskId: over.task[TASK_RECORD].taskId as TaskId, output: over.output }, // checked by checkEdges
      upstream: drawn.upstream,
      gates: drawn.gates,
      triggerRule: own.triggerRule,
      ignoreDownstreamTriggerRules: own.ignoreDownstreamTriggerRules,
    });
  }
  return parts;
}

interface Checked {
  readonly ids: ReadonlyMap<Task, TaskId>;
  readonly taskOptions: ReadonlyMap<Task, TaskOptionsSpec>;
  readonly parts: ReadonlyMap<Task, ConditionTask>;
  readonly conditions: ReadonlyMap<TaskId, TaskConditions>;
  readonly declared: ReadonlyMap<Task, readonly OutputDeclaration[]>;
}

function declaredBy(dag: AnyDag): Checked["declared"] {
  const wanted = demands(dag);
  return new Map(dag.tasks.map((task) => [task, declaredOutputs(task, wanted.get(task))]));
}

function taskSpecs(checked: Checked): TaskSpec[] {
  const { declared } = checked;
  const downstream = downstreamOf(checked.parts);
  const specs: TaskSpec[] = [];
  for (const task of checked.ids.keys()) {
    const part = checked.parts.get(task);
    const options = checked.taskOptions.get(task);
    if (part === undefined || options === undefined) continue;
    const checkedTask = {
      options,
      part,
      downstream: downstream.get(part.taskId) ?? NONE,
      inputs: inputsOf(task, checked.ids, declared),
      outputs: withDefaults(part, declared.get(task) ?? NONE, checked.conditions),
    };
    specs.push(new LocatedTask(task[TASK_RECORD], checkedTask));
  }
  return specs;
}

function downstreamOf(parts: ReadonlyMap<Task, ConditionTask>): Map<TaskId, TaskId[]> {
  const downstream = new Map<TaskId, TaskId[]>();
  for (const { taskId, upstream } of parts.values()) {
    for (const above of upstream) {
      const list = downstream.get(above);
      if (list === undefined) downstream.set(above, [taskId]);
      else list.push(taskId);
    }
  }
  return downstream;
}

function inputsOf(
  task: Task,
  ids: ReadonlyMap<Task, TaskId>,
  declared: ReadonlyMap<Task, readonly OutputDeclaration[]>,
): readonly InputSpec[] {
  const references = referencesOf(task[TASK_RECORD]);
  if (references.length === 0) return NONE;
  return references.flatMap(([name, { task: above, output, orNull }]) => {
    const taskId = ids.get(above);
    const declaration = declared.get(above)?.find(({ parameter }) => parameter === output);
    if (taskId === undefined || declaration?.kind !== "value") return [];
    return [{ name, from: { taskId, output }, form: declaration.form, orNull }];
  });
}

function withDefaults(
  { taskId, over }: ConditionTask,
  outputs: readonly OutputDeclaration[],
  conditions: ReadonlyMap<TaskId, TaskConditions>,
): readonly OutputSpec[] {
  if (outputs.length === 0) return NONE;
  const skippable = (conditions.get(taskId)?.when.length ?? 0) > 0;
  return outputs.map((output) => {
    // A short circuit or a branch that never ran stopped, or chose, nothing.
    if (output.kind !== "value") return { ...output, whenSkipped: "false" };
    if (over !== undefined) return { ...output, whenSkipped: "[]" };
    return { ...output, whenSkipped: skippable ? "null" : undefined };
  });
}

// A recorded case as task functions.

import { type Context, DAG, type Gate, type OutputRef, type TaskRef } from "airgo";
import { optionsOf } from "./case-options.ts";
import {
  type CaseTask,
  type ConformanceCase,
  chosenBy,
  type Step,
  waysOf,
} from "./conformance-case.ts";
import { listOf, outputOf, play } from "./play.ts";

/** Whether task functions can say the case: a gate opens for exactly one of its cases. */
export function canBeFunctions({ tasks }: ConformanceCase): boolean {
  return tasks
    .filter((task) => task.kind === "branch" && waysOf(tasks, task.id).length > 0)
    .flatMap(stepsOf)
    .every((step) => (step.exit ?? 0) !== 0 || chosenBy(step).length === 1);
}

function stepsOf({ script = [{}] }: CaseTask): readonly Step[] {
  return script;
}

interface Placed {
  readonly refs: Map<string, TaskRef<unknown>>;
  /** The outputs that are lists. */
  readonly lists: Map<string, TaskRef<unknown[]>>;
  /** By branch, its gates by way. */
  readonly gates: Map<string, Readonly<Record<string, Gate>>>;
}

type Inputs = Readonly<Record<string, unknown>>;

export function functionStyle({ name, says, tasks }: ConformanceCase): DAG {
  const dag = new DAG(`f-${name}`, { description: says });
  const placed: Placed = { refs: new Map(), lists: new Map(), gates: new Map() };
  for (const task of tasks) {
    const ref = place(dag, task, { placed, tasks });
    placed.refs.set(task.id, ref);
    for (const id of task.upstream) ref.after(...edgesFrom(id, task, placed));
  }
  return dag;
}

/** The gates of a branch that lead to the task, or the task above itself. */
function edgesFrom(id: string, task: CaseTask, { gates, refs }: Placed) {
  const ways = task.branches?.[id];
  if (ways !== undefined) return ways.map((way) => gates.get(id)?.[way] ?? missing(id));
  return [refs.get(id) ?? missing(id)];
}

interface Surroundings {
  readonly placed: Placed;
  readonly tasks: readonly CaseTask[];
}

function place(dag: DAG, task: CaseTask, around: Surroundings): TaskRef<unknown> {
  if (task.kind === "short-circuit") return placeShortCircuit(dag, task);
  if (task.kind === "branch") return placeSwitch(dag, task, around);
  if (task.over !== undefined) return placeMapped(dag, task, around.placed);
  return placeTask(dag, task, around.placed);
}

function placeShortCircuit(dag: DAG, task: CaseTask): TaskRef<unknown> {
  const body = (_inputs: Inputs, context: Context) =>
    play(task, context, { reads: {} }).stop ?? false;
  return dag.shortCircuit<Inputs>(task.id, body, optionsOf(task))();
}

function placeSwitch(dag: DAG, task: CaseTask, { placed, tasks }: Surroundings): TaskRef<unknown> {
  const choose = (_inputs: Inputs, context: Context) => {
    const [chosen = "none"] = chosenBy(play(task, context, { reads: {} }));
    return chosen;
  };
  const ref = dag.task<Inputs, string>(task.id, choose, optionsOf(task))();
  const ways = waysOf(tasks, task.id);
  const cases = new Set([...ways, ...stepsOf(task).flatMap(chosenBy)]);
  if (ways.length > 0) placed.gates.set(task.id, dag.switch(ref, [...cases]));
  return ref;
}

function placeTask(dag: DAG, task: CaseTask, placed: Placed): TaskRef<unknown> {
  const [output = "nothing"] = task.outputs ?? [];
  const inputs = readInputs(task, placed);
  const body = (reads: Inputs, context: Context) =>
    outputOf(play(task, context, { reads }), output, null);
  if (output !== "items") return dag.task(task.id, body, optionsOf(task))(inputs);
  const list = dag.task(
    task.id,
    (reads: Inputs, context: Context) => listOf(body(reads, context)),
    {
      ...optionsOf(task),
    },
  )(inputs);
  placed.lists.set(task.id, list);
  return list;
}

function placeMapped(dag: DAG, task: CaseTask, placed: Placed): TaskRef<unknown> {
  const [output = "nothing"] = task.outputs ?? [];
  const body = ({ item }: { item: unknown }, context: Context) =>
    outputOf(play(task, context, { reads: {}, item: { value: item } }), output, item);
  const over = task.over?.task ?? "";
  const list = placed.lists.get(over) ?? missing(over);
  const mapped = dag.task(task.id, body, optionsOf(task)).expand({ item: list });
  placed.lists.set(task.id, mapped);
  return mapped;
}

function readInputs({ reads = {}, rule }: CaseTask, { refs }: Placed) {
  const references = Object.entries(reads).map(([name, { task }]): [string, OutputRef<unknown>] => {
    const value = refs.get(task) ?? missing(task);
    // Other rules let a task run below one that was skipped.
    return [name, rule === undefined ? value : value.orNull()];
  });
  return Object.fromEntries(references);
}

function missing(task: string): never {
  throw new Error(`task "${task}" is not there`);
}

// A recorded case as a DAG of operators.

import { DAG, type OutputRef } from "airgo";
import { optionsOf } from "./case-options.ts";
import type { CaseTask, ConformanceCase } from "./conformance-case.ts";
import {
  PutsItem,
  PutsList,
  PutsResult,
  PutsValue,
  Scripted,
  ScriptedBranch,
  ScriptedItem,
  ScriptedShortCircuit,
} from "./scripted-operators.ts";

type ScriptedTask = Scripted | ScriptedItem | ScriptedShortCircuit | ScriptedBranch;

/** What a case's tasks put out, by task and output. */
class Outputs {
  readonly lists = new Map<string, OutputRef<unknown[]>>();
  readonly values = new Map<string, OutputRef<unknown>>();

  list(task: string): OutputRef<unknown[]> {
    return this.lists.get(task) ?? missing(task);
  }

  value(task: string): OutputRef<unknown> {
    return this.lists.get(task) ?? this.values.get(task) ?? missing(task);
  }
}

function missing(task: string): never {
  throw new Error(`task "${task}" puts out nothing`);
}

export function classStyle(recorded: ConformanceCase): DAG {
  const dag = new DAG(`c-${recorded.name}`, { description: recorded.says });
  const outputs = new Outputs();
  const placed = new Map<string, ScriptedTask>();
  for (const script of recorded.tasks) {
    const task = place(dag, { script, outputs, tasks: recorded.tasks });
    placed.set(script.id, task);
    for (const id of script.upstream) task.after(placed.get(id) ?? missing(id));
  }
  return dag;
}

interface Placement {
  readonly script: CaseTask;
  readonly outputs: Outputs;
  readonly tasks: readonly CaseTask[];
}

function place(dag: DAG, { script, outputs, tasks }: Placement): ScriptedTask {
  const { id, kind, over } = script;
  const options = { taskId: id, dag, ...optionsOf(script) };
  if (kind === "short-circuit") return new ScriptedShortCircuit({ ...options, script });
  if (kind === "branch") {
    const below = tasks.filter((task) => task.upstream.includes(id));
    return new ScriptedBranch({ ...options, script, below });
  }
  const reads = readArguments(script, outputs);
  const target = { name: script.outputs?.[0], outputs };
  if (over === undefined) return placeTask({ ...options, ...reads, script }, target);
  const list = outputs.list(over.task);
  return placeMapped({ ...options, ...reads, script, over: list }, target);
}

type TaskOptions = ConstructorParameters<typeof Scripted>[0];
type MappedOptions = ConstructorParameters<typeof ScriptedItem>[0];

interface Target {
  /** The output that the task puts out. */
  readonly name: string | undefined;
  readonly outputs: Outputs;
}

function placeTask(options: TaskOptions, { name, outputs }: Target): Scripted {
  if (name === "v") {
    const task = new PutsValue(options);
    outputs.values.set(options.taskId, task.output("v"));
    return task;
  }
  if (name === "items") {
    const task = new PutsList(options);
    outputs.lists.set(options.taskId, task.output("items"));
    return task;
  }
  return new Scripted(options);
}

function placeMapped(options: MappedOptions, { name, outputs }: Target): ScriptedItem {
  if (name === "r") {
    const task = new PutsResult(options);
    outputs.lists.set(options.taskId, task.output("r"));
    return task;
  }
  if (name === "items") {
    const task = new PutsItem(options);
    outputs.lists.set(options.taskId, task.output("items"));
    return task;
  }
  return new ScriptedItem(options);
}

function readArguments({ reads = {}, rule }: CaseTask, outputs: Outputs) {
  const references = Object.entries(reads).map(([name, { task }]) => {
    const value = outputs.value(task);
    // Other rules let a task run below one that was skipped.
    return [name, rule === undefined ? value : value.orNull()];
  });
  return Object.fromEntries(references);
}

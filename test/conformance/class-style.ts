// A recorded case as a DAG of operators.

import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  type Context,
  DAG,
  type OutputRef,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "airgo";
import { optionsOf } from "./case-options.ts";
import { type CaseTask, type ConformanceCase, chosenBy, type Step } from "./conformance-case.ts";
import { listOf, outputOf, play } from "./play.ts";

// The inputs of the recorded cases have these names, their outputs "v", "r" and "items".
type Reads = {
  readonly v?: unknown;
  readonly r?: unknown;
  readonly a?: unknown;
  readonly b?: unknown;
};
type ScriptArgs = Reads & { readonly script: CaseTask };

function readsOf({ script: _, ...reads }: ScriptArgs): Readonly<Record<string, unknown>> {
  return reads;
}

class Scripted extends BaseOperator<ScriptArgs> {
  #step: Step = {};

  execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: readsOf(this.args) });
  }

  protected put(name: string): unknown {
    return outputOf(this.#step, name, null);
  }
}

class PutsValue extends Scripted {
  @artifactProperty()
  get v(): unknown {
    return this.put("v");
  }
}

class PutsList extends Scripted {
  @artifactProperty()
  get items(): unknown[] {
    return listOf(this.put("items"));
  }
}

class ScriptedItem extends RuntimeParallelizeOperator<unknown, ScriptArgs> {
  #step: Step = {};

  execute(context: Context) {
    const item = { value: this.parameter };
    this.#step = play(this.args.script, context, { reads: readsOf(this.args), item });
  }

  protected put(name: string): unknown {
    return outputOf(this.#step, name, this.parameter);
  }
}

class PutsResult extends ScriptedItem {
  @artifactProperty()
  get r(): unknown {
    return this.put("r");
  }
}

class PutsItem extends ScriptedItem {
  @artifactProperty()
  get items(): unknown {
    return this.put("items");
  }
}

class ScriptedShortCircuit extends ShortCircuitOperator<{ readonly script: CaseTask }> {
  #step: Step = {};

  override execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: {} });
  }

  get shortCircuitWhen() {
    return this.#step.stop ?? false;
  }
}

class ScriptedBranch extends BranchOperator<{
  readonly script: CaseTask;
  /** The tasks directly below. */
  readonly below: readonly CaseTask[];
}> {
  #step: Step = {};

  override execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: {} });
  }

  choose() {
    const chosen = chosenBy(this.#step);
    const { script, below } = this.args;
    return below
      .filter(({ branches }) => branches?.[script.id]?.some((way) => chosen.includes(way)) ?? true)
      .map((task) => task.id);
  }
}

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
  if (over === undefined) return placeTask({ ...options, ...reads, script }, outputs);
  const list = outputs.list(over.task);
  return placeMapped({ ...options, ...reads, script, over: list }, outputs);
}

type TaskOptions = ConstructorParameters<typeof Scripted>[0];
type MappedOptions = ConstructorParameters<typeof ScriptedItem>[0];

function placeTask(options: TaskOptions, outputs: Outputs): Scripted {
  const { taskId } = options;
  const [name] = outputNames(options);
  if (name === "v") {
    const task = new PutsValue(options);
    outputs.values.set(taskId, task.output("v"));
    return task;
  }
  if (name === "items") {
    const task = new PutsList(options);
    outputs.lists.set(taskId, task.output("items"));
    return task;
  }
  return new Scripted(options);
}

function placeMapped(options: MappedOptions, outputs: Outputs): ScriptedItem {
  const { taskId } = options;
  const [name] = outputNames(options);
  if (name === "r") {
    const task = new PutsResult(options);
    outputs.lists.set(taskId, task.output("r"));
    return task;
  }
  if (name === "items") {
    const task = new PutsItem(options);
    outputs.lists.set(taskId, task.output("items"));
    return task;
  }
  return new ScriptedItem(options);
}

function outputNames({ script }: { readonly script: unknown }): readonly string[] {
  return (script as CaseTask).outputs ?? []; // always given as a literal, above
}

function readArguments({ reads = {}, rule }: CaseTask, outputs: Outputs) {
  const references = Object.entries(reads).map(([name, { task }]) => {
    const value = outputs.value(task);
    // Other rules let a task run below one that was skipped.
    return [name, rule === undefined ? value : value.orNull()];
  });
  return Object.fromEntries(references);
}

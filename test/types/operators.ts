// Checked by the compiler, never run: what class style takes and refuses.

import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  type Context,
  DAG,
  FunctionOperator,
  type OptionsOf,
  type OutputRef,
  RuntimeParallelizeOperator,
  ShortCircuitFunctionOperator,
  ShortCircuitOperator,
} from "airgo";
import { exactly } from "./exactly.ts";

const dag = new DAG("types");

class Extract extends BaseOperator {
  execute(): string {
    return "done";
  }

  @artifactProperty()
  get rows(): number[] {
    return [];
  }

  @artifactProperty()
  async names(): Promise<readonly string[]> {
    return [];
  }

  @artifactProperty()
  get fresh(): boolean {
    return true;
  }
}

class Report extends BaseOperator<{ rows: number[]; title: string; note?: string | null }> {
  execute(): number {
    exactly<number[]>()(this.args.rows);
    // @ts-expect-error arguments are read, not written
    this.args.title = "";
    // @ts-expect-error the class has no such argument
    this.args.titel;
    return 1;
  }
}

class Each extends RuntimeParallelizeOperator<number, { factor: number }> {
  execute(): Promise<string> {
    exactly<number>()(this.parameter);
    return Promise.resolve("");
  }

  @artifactProperty()
  get half(): number {
    return this.parameter / 2;
  }
}

const extract = new Extract({ taskId: "extract", dag });
const base = { taskId: "report", dag };

// Outputs: their names, and the types of their values.
exactly<OutputRef<string>>()(extract.output("return_value"));
exactly<OutputRef<number[]>>()(extract.output("rows"));
exactly<OutputRef<readonly string[]>>()(extract.output("names"));
exactly<OutputRef<boolean | null>>()(extract.output("fresh").orNull());
// @ts-expect-error the class has no member of that name
extract.output("row");
// @ts-expect-error what every operator has is no output
extract.output("taskId");
// @ts-expect-error execute() is taken as "return_value"
extract.output("execute");

// Arguments: literals, references, and what is missing or too much.
new Report({ ...base, rows: [1], title: "Daily" });
new Report({ ...base, rows: extract.output("rows"), title: extract.output("return_value") });
new Report({ ...base, rows: [1], title: "", note: null });
new Report({ ...base, rows: [1], title: "", note: extract.output("return_value").orNull() });
// @ts-expect-error number[] is not string
new Report({ ...base, rows: [1], title: extract.output("rows") });
// @ts-expect-error string is not number[]
new Report({ ...base, rows: extract.output("return_value"), title: "" });
// @ts-expect-error a literal of the wrong type
new Report({ ...base, rows: ["1"], title: "" });
// @ts-expect-error what may be null is taken by an argument that may be null
new Report({ ...base, rows: extract.output("rows").orNull(), title: "" });
// @ts-expect-error an argument is missing
new Report({ ...base, rows: [1] });
// @ts-expect-error an argument that the class does not have
new Report({ ...base, rows: [1], title: "", colour: "red" });
// @ts-expect-error a task is not its output
new Report({ ...base, rows: extract, title: "" });
// @ts-expect-error every task has an id
new Report({ dag, rows: [1], title: "" });
// @ts-expect-error every task has a DAG
new Report({ taskId: "report", rows: [1], title: "" });

// Options.
new Extract({ ...base, retries: 2, retryDelay: "30s", executionTimeout: 600 });
// @ts-expect-error an option of the wrong type
new Extract({ ...base, retries: "2" });
// @ts-expect-error no such trigger rule
new Extract({ ...base, triggerRule: "all_sucess" });
// @ts-expect-error no such option, and the class has no arguments
new Extract({ ...base, retires: 2 });
// @ts-expect-error parameters are texts
new Extract({ ...base, parameters: { LIMIT: 5 } });

// @ts-expect-error an argument may not have the name of an operator's option
export class Reused extends BaseOperator<{ retries: string }> {
  execute(): void {}
}
// @ts-expect-error nor that of a fan-out's own options
export class ReusedOver extends RuntimeParallelizeOperator<number, { over: number }> {
  execute(): void {}
}

// Fan-outs: the list's element type, and both spellings.
const over = extract.output("rows");
const each = new Each({ ...base, factor: 2, over });
new Each({ ...base, factor: 2, runtimeTask: extract, propertyName: "rows" });
new Each({ ...base, factor: 2, over: each.output("half") });
// @ts-expect-error string[] is no list of numbers
new Each({ ...base, factor: 2, over: extract.output("names") });
// @ts-expect-error a literal list is a loop
new Each({ ...base, factor: 2, over: [1, 2] });
// @ts-expect-error a value that is no list
new Each({ ...base, factor: 2, over: extract.output("return_value") });
// @ts-expect-error a fan-out runs over something
new Each({ ...base, factor: 2 });
// @ts-expect-error it runs over one list
new Each({ ...base, factor: 2, over, runtimeTask: extract, propertyName: "rows" });
// @ts-expect-error a task without the name of its property
new Each({ ...base, factor: 2, runtimeTask: extract });
// @ts-expect-error its own arguments are needed too
new Each({ ...base, over });

// Fan-ins: a list of the items' outputs.
exactly<OutputRef<string[]>>()(each.output("return_value"));
exactly<OutputRef<number[]>>()(each.output("half"));
new Report({ ...base, rows: each.output("half"), title: "" });
// @ts-expect-error one value is not taken from a fan-out
new Report({ ...base, rows: [1], title: each.output("return_value") });

// Functions, short circuits and branches as operators.
const fetch = new FunctionOperator({ ...base, callable: async () => ["a"] });
exactly<OutputRef<string[]>>()(fetch.output("return_value"));
const stop = new ShortCircuitFunctionOperator({ ...base, callable: async () => true });
exactly<OutputRef<boolean>>()(stop.output("return_value"));
// @ts-expect-error a short circuit returns a boolean
new ShortCircuitFunctionOperator({ ...base, callable: () => "yes" });
// @ts-expect-error a function operator has a function
new FunctionOperator({ ...base });

// @ts-expect-error a short circuit says when it aborts
export class NoCondition extends ShortCircuitOperator {
  execute(): void {}
}
export class TextBranch extends BranchOperator {
  // @ts-expect-error a branch chooses ids
  choose(): number {
    return 1;
  }
}
// @ts-expect-error an operator has something to do
export class Idle extends BaseOperator {}

// Subclasses.
abstract class Sized<Args extends object> extends BaseOperator<Args & { size: number }> {
  twice(): number {
    return this.args.size * 2;
  }
}
class Box extends Sized<{ label: string }> {
  execute(): string {
    return this.args.label.repeat(this.twice());
  }
}
new Box({ ...base, label: "b", size: 1 });
// @ts-expect-error an argument of the class between
new Box({ ...base, label: "b" });

export class Loud extends Report {
  readonly loud: string;

  constructor(options: OptionsOf<{ rows: number[]; title: string }>) {
    super(options);
    this.loud = `${this.args.title}!`;
  }

  // @ts-expect-error the result of an overridden execute() stays of its type
  override execute(): string {
    return this.loud;
  }
}

// Contexts.
export class Told extends BaseOperator {
  execute(context: Context<{ region: string }>): string {
    exactly<Date>()(context.executionDate);
    exactly<AbortSignal>()(context.signal);
    // @ts-expect-error a progress has two numbers
    context.progress("1/2");
    return context.params.region;
  }
}
extract.execute();
new Told({ ...base }).execute(new DAG("p", { params: { region: "north" } }).defaultContext);
// @ts-expect-error a context of a DAG with other parameters
new Told({ ...base }).execute(new DAG("p", { params: { place: "north" } }).defaultContext);

// Artifact properties.
export class Members extends BaseOperator {
  execute(): void {}

  // @ts-expect-error a field is read before execute()
  @artifactProperty()
  field = 1;

  // @ts-expect-error an output belongs to an instance
  @artifactProperty()
  static shared(): number {
    return 1;
  }

  // @ts-expect-error an output has a name for others
  @artifactProperty()
  get #hidden(): number {
    return 1;
  }

  // @ts-expect-error what is set is no output
  @artifactProperty()
  set written(value: number) {
    this.field = value + this.#hidden;
  }
}

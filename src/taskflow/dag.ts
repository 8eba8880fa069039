import { DAG_RECORD, REFERENCE } from "../core/brands.ts";
import { DagBuilder } from "../core/dag-builder.ts";
import { AirgoError } from "../core/errors.ts";
import { Gate } from "../core/gate.ts";
import { type Callable, captureSite, locate } from "../core/location.ts";
import type { DagOptions } from "../core/options.ts";
import { isReference, type OutputRef } from "../core/output-ref.ts";
import type { TaskKind } from "../core/spec.ts";
import type { HandlerBody } from "./handler-operator.ts";
import { makeTaskFunction } from "./task-function.ts";
import type { Handler, TaskFunction, TaskFunctionOptions } from "./task-function-types.ts";

/** The two ways of `dag.if()`. */
export interface IfGates {
  /** Opens when the reference is true. */
  readonly yes: Gate;
  /** Opens when the reference is false. */
  readonly no: Gate;
}

/**
 * A directed acyclic graph of tasks: a WorkflowTemplate in the cluster, and a CronWorkflow where it has a schedule.
 *
 * ```ts
 * export const dag = new DAG("hello-world", { scheduleInterval: "0 4 * * *" });
 * const hello = dag.task("hello", async () => "Hello!");
 * hello();
 * ```
 */
export class DAG<
  Params extends object = Readonly<Record<string, unknown>>,
> extends DagBuilder<Params> {
  constructor(dagId: string, options: DagOptions<Params> = {}) {
    super(dagId, options);
  }

  /**
   * Declares a task as a function. Calling what it returns places the task, names its inputs and draws the edges; its
   * result is a typed reference to what the handler returns.
   */
  task<Inputs, Result>(
    id: string,
    handler: Handler<Inputs, Result, Params>,
    options: TaskFunctionOptions<NoInfer<Inputs>, NoInfer<Result>> = {},
  ): TaskFunction<Inputs, Result> {
    return this.#declare({ id, kind: "task", handler, options }, this.task);
  }

  /** Declares a short circuit as a function: a handler that returns true aborts everything below it. */
  shortCircuit<Inputs>(
    id: string,
    handler: Handler<Inputs, boolean, Params>,
    options: TaskFunctionOptions<NoInfer<Inputs>, boolean> = {},
  ): TaskFunction<Inputs, boolean> {
    return this.#declare({ id, kind: "short-circuit", handler, options }, this.shortCircuit);
  }

  /** Two gates over a boolean: what is drawn from the one that stays shut is skipped to its end. */
  if(reference: OutputRef<boolean>): IfGates {
    const [yes, no] = this.#gates(reference, [true, false], this.if);
    if (yes === undefined || no === undefined) throw new Error("two ways make two gates");
    return { yes, no };
  }

  /** One gate a case of a text. A value that is no case fails the task that puts it out. */
  switch<Value extends string, const Case extends Value>(
    reference: OutputRef<Value>,
    cases: readonly Case[],
  ): { readonly [Name in Case]: Gate } {
    const gates = this.#gates(reference, cases, this.switch);
    const byCase = Object.fromEntries(cases.map((name, index) => [name, gates[index]]));
    return byCase as { readonly [Name in Case]: Gate }; // one gate a case was made on the line above
  }

  #gates(
    reference: OutputRef<unknown>,
    opens: readonly (string | boolean)[],
    above: Callable,
  ): Gate[] {
    if (!isReference(reference)) throw notAReference(this.dagId, above);
    const { task, output } = reference[REFERENCE];
    const ways = opens.map((value) => ({ task, output, opens: value }));
    this[DAG_RECORD].selectors.push({ task, output, ways, site: captureSite(above) });
    return ways.map((way) => new Gate(way));
  }

  #declare<Inputs, Result>(
    declared: {
      readonly id: string;
      readonly kind: TaskKind;
      readonly handler: Handler<Inputs, Result, Params>;
      readonly options: TaskFunctionOptions<Inputs, Result>;
    },
    above: Callable,
  ): TaskFunction<Inputs, Result> {
    const { id, kind, options } = declared;
    if (typeof declared.handler !== "function") throw notAHandler(this.dagId, id, above);
    // The wiring's types check every input at the call, so the body may take what arrives.
    const handler = declared.handler as unknown as HandlerBody["handler"];
    const site = captureSite(above);
    const made: unknown = makeTaskFunction({ dag: this, id, kind, handler, options, site });
    return made as TaskFunction<Inputs, Result>; // makeTaskFunction is the same function without its types
  }
}

// A compiler refuses both before; but types are gone at run time.
function notAReference(dagId: string, caller: Callable): AirgoError {
  const message = `DAG "${dagId}": dag.${caller.name}() was given no reference to an output`;
  return new AirgoError("invalid-gate", message, {
    hint: 'give the result of a called task function, or task.output("name")',
    location: locate(captureSite(caller)),
    dagId,
  });
}

function notAHandler(dagId: string, id: string, caller: Callable): AirgoError {
  const message = `DAG "${dagId}": task function "${id}" has no handler`;
  return new AirgoError("missing-option", message, {
    hint: `give a function: dag.${caller.name}("${id}", async () => { … })`,
    location: locate(captureSite(caller)),
    dagId,
    taskId: id,
  });
}

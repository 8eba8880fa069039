import type { OperatorOptions } from "../core/options.ts";
import { OutputRef } from "../core/output-ref.ts";
import type { Task } from "../core/task.ts";
import {
  type ArgumentInputs,
  BaseOperator,
  type MAPPED,
  type OptionsOf,
  withInternal,
} from "./base-operator.ts";

/** The list to run over: a reference to it, or the parent's spelling, a task and the name of an artifact property. */
export type Over<Item> =
  | { readonly over: OutputRef<readonly Item[]> }
  | { readonly runtimeTask: Task; readonly propertyName: string };

/** What the constructor takes. */
export type ParallelizeOptions<Item, Args> = OperatorOptions & ArgumentInputs<Args> & Over<Item>;

/**
 * Runs once for each item of a list that an upstream puts out, side by side, each in a pod of its own; the item is
 * `this.parameter`. Whoever takes an output of it gets the list of all items' outputs, in order.
 */
export abstract class RuntimeParallelizeOperator<
  Item = unknown,
  Args extends object = Record<never, never>,
> extends BaseOperator<Args> {
  declare readonly [MAPPED]: true;

  constructor(options: ParallelizeOptions<Item, Args>) {
    // Over<Item> is not among the options of Args: it is hidden from the arguments.
    const own = options as unknown as OptionsOf<Args>;
    super(
      withInternal(own, {
        over: { reference: listOf(options), argument: undefined },
        hidden: ["over", "runtimeTask", "propertyName"],
      }),
    );
  }

  /** This attempt's item of the list. */
  get parameter(): Item {
    return this.attemptFrame?.parameter as Item; // the list's element type was checked by `over`
  }
}

function listOf<Item>(options: Over<Item>): unknown {
  if ("over" in options) return options.over;
  return new OutputRef({
    task: options.runtimeTask,
    output: options.propertyName,
    orNull: false,
  });
}

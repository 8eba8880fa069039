import { TASK_RECORD } from "../core/brands.ts";
import { isTask } from "../core/edges.ts";
import type { OperatorOptions } from "../core/options.ts";
import { OutputRef } from "../core/output-ref.ts";
import type { OverRecord, Task } from "../core/task.ts";
import { BaseOperator } from "./base-operator.ts";
import type { MAPPED, NoArguments, OptionsOf, OwnArguments } from "./operator-types.ts";
import { withInternal } from "./record-operator.ts";
import { unresolved } from "./resolve-arguments.ts";

/** The list to run over: a reference to it, or the parent's spelling, a task and the name of an artifact property. */
export type Over<Item> =
  | {
      readonly over: OutputRef<readonly Item[]>;
      readonly runtimeTask?: never;
      readonly propertyName?: never;
    }
  | { readonly runtimeTask: Task; readonly propertyName: string; readonly over?: never };

const OVER_NAMES = ["over", "runtimeTask", "propertyName"] as const;

type OverName = (typeof OVER_NAMES)[number];

/** What the constructor takes. */
export type ParallelizeOptions<Item, Args> = OptionsOf<Args> & Over<Item>;

/**
 * Runs once for each item of a list that an upstream puts out, side by side, each in a pod of its own; the item is
 * `this.parameter`. Whoever takes an output of it gets the list of all items' outputs, in order.
 */
export abstract class RuntimeParallelizeOperator<
  Item = unknown,
  Args extends OwnArguments<keyof OperatorOptions | OverName> = NoArguments,
> extends BaseOperator<Args> {
  declare readonly [MAPPED]: true;

  constructor(options: ParallelizeOptions<Item, Args>) {
    super(withInternal(options, { over: overRecord({ ...options }), hidden: OVER_NAMES }));
  }

  /** This attempt's item of the list. */
  get parameter(): Item {
    if (this.attemptFrame === undefined)
      throw unresolved(this[TASK_RECORD], "the parameter", "this.parameter");
    return this.attemptFrame.parameter as Item; // the list's element type was checked by `over`
  }
}

function overRecord(given: { readonly [Name in OverName]?: unknown }): OverRecord {
  const { over, runtimeTask, propertyName } = given;
  if (runtimeTask === undefined) return { reference: over, argument: undefined };
  const isOutput = isTask(runtimeTask) && typeof propertyName === "string";
  return {
    reference: isOutput
      ? new OutputRef({ task: runtimeTask, output: propertyName, orNull: false })
      : undefined,
    argument: undefined,
    twice: over === undefined ? undefined : "over and runtimeTask are both given",
  };
}

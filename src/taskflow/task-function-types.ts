// The types of task functions: what a call takes, and what it gives.

import type { Context } from "../core/context.ts";
import type { DefaultArgs } from "../core/options.ts";
import type { Input, OutputRef } from "../core/output-ref.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { TaskRef } from "./task-ref.ts";

/** What a task does: takes its inputs and the context; what it returns is its output. */
export type Handler<Inputs, Result, Params = object> = (
  inputs: Inputs,
  context: Context<Params>,
) => Result | Promise<Result>;

/** The options of `dag.task()`, for every task that the function places. */
export interface TaskFunctionOptions<Inputs = never, Result = never> extends DefaultArgs {
  /** A Standard Schema (zod, valibot, arktype …) that the inputs must match when they arrive in the pod. */
  readonly input?: StandardSchema<Inputs>;
  /** A Standard Schema that the result must match before it leaves the pod. */
  readonly output?: StandardSchema<Result>;
}

/** The second argument of a call: the task's own id, and options over the function's. */
export interface CallOptions extends DefaultArgs {
  /** @defaultValue the id given to `dag.task()` */
  readonly id?: string;
}

/** For every input, a literal or a reference to an upstream's output of that type. */
export type Wiring<Inputs> = { readonly [Name in keyof Inputs]: Input<Inputs[Name]> };

// Types whose text the compiler prints as its advice.
type GiveToPartial = "give it to partial(), before expand()";
interface Advice<Text extends string> {
  readonly "cannot be expanded": Text;
}

/** Exactly one of the inputs, given as a list that an upstream puts out: one task an item. */
export type Expansion<Inputs> = [keyof Inputs] extends [never]
  ? Advice<"no input is left: leave the one that takes the items to expand()">
  : [Lists<Inputs>] extends [never]
    ? Advice<"expand over one input, and give the others to partial() first: fn.partial({ … }).expand({ … })">
    : Lists<Inputs>;

type Lists<Inputs> = { [Name in keyof Inputs]-?: OneList<Inputs, Name> }[keyof Inputs];

type OneList<Inputs, Name extends keyof Inputs> =
  Record<never, never> extends Omit<Inputs, Name>
    ? { readonly [N in Name]: OutputRef<readonly Inputs[N][]> } & {
        readonly [Other in Exclude<keyof Inputs, Name>]?: GiveToPartial;
      }
    : never;

declare const NOTHING: unique symbol;

/** What a task function without inputs takes. */
export interface NoInputs {
  readonly [NOTHING]?: never;
}

/** A call's arguments: the inputs may be left out when there are none, or none that must be given. */
export type CallArguments<Inputs> = [keyof Inputs] extends [never]
  ? [inputs?: NoInputs, options?: CallOptions]
  : Record<never, never> extends Inputs
    ? [inputs?: Wiring<Inputs>, options?: CallOptions]
    : [inputs: Wiring<Inputs>, options?: CallOptions];

/** A task function: each call places one task. */
export interface TaskFunction<Inputs, Result> {
  (...call: CallArguments<Inputs>): TaskRef<Result>;
  /**
   * Places one task an item of a list that an upstream puts out; the result is the list of their results, in order.
   * The other inputs, if any, are given first: `fn.partial({ … }).expand({ … })`.
   */
  expand(list: Expansion<Inputs>, options?: CallOptions): TaskRef<Result[]>;
  /** Gives some inputs, the same for every item of the `expand()` that follows. */
  partial<Name extends keyof Inputs>(
    constants: Pick<Wiring<Inputs>, Name>,
  ): PartialTaskFunction<Omit<Inputs, Name>, Result>;
}

/** A task function some of whose inputs are given. */
export interface PartialTaskFunction<Inputs, Result> {
  expand(list: Expansion<Inputs>, options?: CallOptions): TaskRef<Result[]>;
}

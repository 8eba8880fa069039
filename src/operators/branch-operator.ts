import type { Context } from "../core/context.ts";
import { BaseOperator } from "./base-operator.ts";
import type { NoArguments, OptionsOf, OwnArguments } from "./operator-types.ts";
import { withInternal } from "./record-operator.ts";

/** Chooses which of the tasks directly below it run; the others are skipped to their end. */
export abstract class BranchOperator<
  Args extends OwnArguments = NoArguments,
> extends BaseOperator<Args> {
  constructor(options: OptionsOf<Args>) {
    super(withInternal(options, { kind: "branch" }));
  }

  /** One or several ids of tasks directly below, or an empty list. Called once, after `execute()`. */
  abstract choose(
    context: Context,
  ): string | readonly string[] | Promise<string | readonly string[]>;

  override execute(_context: Context): unknown {
    return undefined;
  }
}

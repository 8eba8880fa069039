import type { Context } from "../core/context.ts";
import { BaseOperator, type OptionsOf, withInternal } from "./base-operator.ts";

/** Chooses which of the tasks directly below it run; the others are skipped to their end. */
export abstract class BranchOperator<
  Args extends object = Record<never, never>,
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

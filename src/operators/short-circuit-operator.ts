import { BaseOperator } from "./base-operator.ts";
import type { NoArguments, OptionsOf, OwnArguments } from "./operator-types.ts";
import { withInternal } from "./record-operator.ts";

/**
 * Decides, after `execute()`, whether to abort everything below it: `shortCircuitWhen` true aborts.
 * (The Python parent's meaning; Airflow's own short circuit aborts on false.)
 */
export abstract class ShortCircuitOperator<
  Args extends OwnArguments = NoArguments,
> extends BaseOperator<Args> {
  constructor(options: OptionsOf<Args>) {
    super(withInternal(options, { kind: "short-circuit" }));
  }

  /** True aborts downstream. Read once, after `execute()`. */
  abstract get shortCircuitWhen(): boolean | Promise<boolean>;
}

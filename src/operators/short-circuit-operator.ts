import { BaseOperator, type OptionsOf, withInternal } from "./base-operator.ts";

/**
 * Decides, after `execute()`, whether to abort everything below it: `shortCircuitWhen` true aborts.
 * (The Python parent's meaning; Airflow's own short circuit aborts on false.)
 */
export abstract class ShortCircuitOperator<
  Args extends object = Record<never, never>,
> extends BaseOperator<Args> {
  constructor(options: OptionsOf<Args>) {
    super(withInternal(options, { kind: "short-circuit" }));
  }

  /** True aborts downstream. Read once, after `execute()`. */
  abstract get shortCircuitWhen(): boolean | Promise<boolean>;
}

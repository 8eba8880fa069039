import type { Context } from "../core/context.ts";
import { BaseOperator } from "./base-operator.ts";
import type { OptionsOf } from "./operator-types.ts";

/** Runs a function: Airflow's PythonOperator. */
export class FunctionOperator<Result = unknown> extends BaseOperator<{
  /** What the task does; what it returns is the output `return_value`. */
  callable: (context: Context) => Result;
}> {
  constructor(options: OptionsOf<{ callable: (context: Context) => Result }>) {
    super(options);
  }

  override execute(context: Context): Result {
    return this.args.callable(context);
  }
}

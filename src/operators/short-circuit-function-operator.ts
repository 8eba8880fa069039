import type { Context } from "../core/context.ts";
import { ShortCircuitOperator } from "./short-circuit-operator.ts";

/** A short circuit as a function: returning true aborts everything below it. */
export class ShortCircuitFunctionOperator extends ShortCircuitOperator<{
  /** True aborts downstream. */
  callable: (context: Context) => boolean | Promise<boolean>;
}> {
  #stops: boolean | Promise<boolean> = false;

  override async execute(context: Context): Promise<boolean> {
    this.#stops = await this.args.callable(context);
    return this.#stops;
  }

  override get shortCircuitWhen(): boolean | Promise<boolean> {
    return this.#stops;
  }
}

// The operators behind task functions. Their inputs stand apart from the options, so an input may have any name.

import type { Context } from "../core/context.ts";
import type { AnyDag } from "../core/dag-builder.ts";
import type { Callable } from "../core/location.ts";
import type { DefaultArgs } from "../core/options.ts";
import type { TaskKind } from "../core/spec.ts";
import type { OverRecord } from "../core/task.ts";
import { BaseOperator } from "../operators/base-operator.ts";
import { withInternal } from "../operators/record-operator.ts";
import { checkSchema, type StandardSchema } from "./standard-schema.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** What a task function puts on record for one task. */
export interface HandlerRecord {
  readonly taskId: string;
  readonly dag: AnyDag;
  readonly options: DefaultArgs;
  readonly kind: TaskKind;
  /** Literals and references by input name, without the mapped one. */
  readonly inputs: Inputs;
  readonly over: OverRecord | undefined;
  readonly body: HandlerBody;
  /** Names among the options that are none. */
  readonly unknownOptions: readonly string[];
  /** The function that the user called to place the task. */
  readonly above: Callable;
}

/** What runs. */
export interface HandlerBody {
  readonly handler: (inputs: Inputs, context: Context) => unknown;
  readonly input: StandardSchema<unknown> | undefined;
  readonly output: StandardSchema<unknown> | undefined;
}

export class HandlerOperator extends BaseOperator<{ readonly record: HandlerRecord }> {
  readonly #record: HandlerRecord;
  #result: unknown;

  constructor({ record }: { readonly record: HandlerRecord }) {
    const { taskId, dag, options, kind, inputs, over, unknownOptions, above } = record;
    const internal = { kind, args: inputs, unknownOptions, operator: "dag.task", above };
    super(
      withInternal(
        { ...options, taskId, dag, record },
        over === undefined ? internal : { ...internal, over },
      ),
    );
    this.#record = record;
  }

  override async execute(context: Context): Promise<unknown> {
    const { body, over } = this.#record;
    let inputs: Inputs = { ...this.args };
    if (over?.argument !== undefined) {
      inputs = { ...inputs, [over.argument]: this.attemptFrame?.parameter };
    }
    if (body.input !== undefined) {
      const checked = await checkSchema(body.input, { value: inputs, what: "input", context });
      inputs = checked as Inputs; // the schema's output type is the handler's
    }
    const result = await body.handler(inputs, context);
    this.#result =
      body.output === undefined
        ? result
        : await checkSchema(body.output, { value: result, what: "output", context });
    return this.#result;
  }

  /** Only read where the task is a short circuit: what the handler returned; true aborts downstream. */
  get shortCircuitWhen(): unknown {
    return this.#result;
  }
}

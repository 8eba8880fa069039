// One attempt of one task: what a pod does, and what the local executor does in its place.

import { INSTANTIATE } from "../src/core/brands.ts";
import type { Context } from "../src/core/context.ts";
import { runWithContext } from "../src/core/current-context.ts";
import type { InputSpec, OutputDeclaration } from "../src/core/spec.ts";
import type { Task } from "../src/core/task.ts";
import { decodeInput, decodeValue, type ValueLimits } from "./codec.ts";
import type { StopSignal } from "./stop-source.ts";
import { taskOutputs } from "./task-outputs.ts";

/** An input with the text that arrived for it. */
export type AttemptInput = Pick<InputSpec, "name" | "form" | "orNull"> & { readonly text: string };

export interface AttemptRequest {
  readonly task: Task;
  readonly outputs: readonly OutputDeclaration[];
  readonly inputs: readonly AttemptInput[];
  /** The item's text, for a mapped task. */
  readonly item: string | undefined;
  readonly context: Context;
  /** Says what the context's signal says. */
  readonly stop: Pick<StopSignal, "throwIfAborted">;
  readonly limits?: Partial<ValueLimits> | undefined;
}

/**
 * Executes the task on a fresh instance and gives each declared output's text by parameter name.
 *
 * @throws whatever the task threw, and AirgoError for inputs and outputs that cannot cross
 */
export async function executeAttempt(
  request: AttemptRequest,
): Promise<ReadonlyMap<string, string>> {
  const { task, context, stop } = request;
  stop.throwIfAborted();
  const args = decodeArguments(request);
  const instance = task[INSTANTIATE]({ context, args, parameter: decodeItem(request) });
  return runWithContext(context, () => executeInstance(instance, request));
}

async function executeInstance(
  instance: Task,
  { outputs, context, stop, limits }: AttemptRequest,
): Promise<ReadonlyMap<string, string>> {
  const result: unknown = await instance.execute(context);
  // Outputs of a task that was asked to stop are not put out, so their getters are not called either.
  stop.throwIfAborted();
  return taskOutputs({ instance, result, outputs, context, limits });
}

function decodeArguments({ inputs, context }: AttemptRequest): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    inputs.map(({ name, form, text }) => [
      name,
      decodeInput(text, form, originOf(`input "${name}"`, context)),
    ]),
  );
}

function decodeItem({ item, context }: AttemptRequest): unknown {
  return item === undefined ? undefined : decodeValue(item, originOf("the item", context));
}

function originOf(what: string, { dagId, taskId }: Context) {
  return { subject: `${what} of task "${taskId}" of DAG "${dagId}"`, dagId, taskId };
}

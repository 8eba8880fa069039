// What every scripted task does, in either authoring style.

import { type Context, FailTask } from "airgo";
import type { CaseTask, Step } from "./conformance-case.ts";

/** Logs what arrived, and takes this attempt's step, or ends the attempt with the exit code that it asks for. */
export function play(task: CaseTask, context: Context, arrived: Arrived): Step {
  context.logger.info({ reads: arrived.reads }, "played");
  const item = arrived.item === undefined ? undefined : JSON.stringify(arrived.item.value);
  const script = (item !== undefined && task.items?.[item]) || task.script || [{ exit: 0 }];
  const step = script[Math.min(context.tryNumber, script.length) - 1];
  if (step === undefined) throw new Error("an empty script");
  if (step.exit === 99) throw new FailTask("scripted exit 99");
  if (step.exit !== undefined && step.exit !== 0) throw new Error(`scripted exit ${step.exit}`);
  return step;
}

export interface Arrived {
  /** Inputs by name. */
  readonly reads: Readonly<Record<string, unknown>>;
  /** The item, of a mapped task. */
  readonly item?: { readonly value: unknown };
}

/** The value of an output: the step's, or an echo of the item. */
export function outputOf(step: Step, name: string, item: unknown): unknown {
  return step.outputs !== undefined && name in step.outputs ? step.outputs[name] : { echo: item };
}

export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error("the script puts out no list");
}

// What a task puts out, read from its instance once execute() has succeeded.

import type { Context } from "../src/core/context.ts";
import { RETURN_VALUE } from "../src/core/declared-outputs.ts";
import type { ErrorCode } from "../src/core/error-codes.ts";
import { AirgoError, type ErrorDetails } from "../src/core/errors.ts";
import { show } from "../src/core/parsed.ts";
import type { OutputDeclaration } from "../src/core/spec.ts";
import type { Task } from "../src/core/task.ts";
import { encodeOutput, type ValueLimits } from "./codec.ts";

/** A task that has executed. */
export interface ExecutedTask {
  readonly instance: Task;
  /** What `execute()` returned. */
  readonly result: unknown;
  readonly outputs: readonly OutputDeclaration[];
  readonly context: Context;
  readonly limits: Partial<ValueLimits> | undefined;
}

type Output<Kind> = Extract<OutputDeclaration, { readonly kind: Kind }>;
type ValueOutput = Output<"value">;
type WayOutput = Output<"way">;

/** The text of each declared output, by parameter name. */
export async function taskOutputs(executed: ExecutedTask): Promise<ReadonlyMap<string, string>> {
  const reading = new OutputReading(executed);
  const texts = new Map<string, string>();
  // One after the other, in the declared order: a getter may build on what an earlier one has done.
  for (const output of executed.outputs) texts.set(output.parameter, await reading.text(output));
  return texts;
}

/** Reads each member once, however many outputs are made from it. */
class OutputReading {
  readonly #executed: ExecutedTask;
  readonly #members = new Map<string, Promise<unknown>>();

  constructor(executed: ExecutedTask) {
    this.#executed = executed;
  }

  async text(output: OutputDeclaration): Promise<string> {
    if (output.kind === "value") return this.#valueText(output);
    if (output.kind === "short-circuit") return String(await this.#stops());
    return String(await this.#isOpen(output));
  }

  async #valueText({ parameter, form }: ValueOutput): Promise<string> {
    const value = await this.#read(parameter);
    if (value === undefined) {
      throw this.#error("missing-output", `gives no value for its output "${parameter}"`, {
        hint:
          parameter === RETURN_VALUE
            ? "return a value from execute(), or null where there is none"
            : `make "${parameter}" give a value once execute() has run, or null where there is none`,
      });
    }
    const { context, limits } = this.#executed;
    const { dagId, taskId, logger } = context;
    return encodeOutput(value, form, {
      subject: `output "${parameter}" of task "${taskId}" of DAG "${dagId}"`,
      dagId,
      taskId,
      limits,
      warn: (message) => logger.warn(message),
    });
  }

  async #stops(): Promise<boolean> {
    const stops = await this.#member("shortCircuitWhen");
    if (typeof stops === "boolean") return stops;
    throw this.#error("invalid-branch", `gives ${show(stops)} as its shortCircuitWhen`, {
      hint: "give true to abort everything below, false to go on",
    });
  }

  async #isOpen(way: WayOutput): Promise<boolean> {
    if (way.of === undefined) return (await this.#chosen()).includes(way.opens);
    const value = await this.#read(way.of);
    const cases = this.#ways(way.of);
    if (cases.includes(value)) return value === way.opens;
    throw this.#error("invalid-branch", `gives ${show(value)}, which is no case of its gate`, {
      hint: `the cases are ${cases.map(show).join(", ")}`,
    });
  }

  /** What a BranchOperator chose. */
  async #chosen(): Promise<readonly unknown[]> {
    const choice = await this.#member("choose");
    const chosen: readonly unknown[] = Array.isArray(choice) ? choice : [choice];
    const ways = this.#ways(undefined);
    const wrong = chosen.find((id) => !ways.includes(id));
    if (wrong === undefined && !chosen.includes(undefined)) return chosen;
    throw this.#error("invalid-branch", `chose ${show(wrong)}, which is not directly below it`, {
      hint: `choose one or several of ${ways.map(show).join(", ")}, or [] for none`,
    });
  }

  #ways(of: string | undefined): readonly unknown[] {
    return this.#executed.outputs.flatMap((way) =>
      way.kind === "way" && way.of === of ? [way.opens] : [],
    );
  }

  #read(output: string): Promise<unknown> {
    return output === RETURN_VALUE ? Promise.resolve(this.#executed.result) : this.#member(output);
  }

  #member(name: string): Promise<unknown> {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const value = this.#readMember(name);
    this.#members.set(name, value);
    return value;
  }

  async #readMember(name: string): Promise<unknown> {
    const { instance, context } = this.#executed;
    const member: unknown = Reflect.get(instance, name);
    return typeof member === "function" ? Reflect.apply(member, instance, [context]) : member;
  }

  #error(code: ErrorCode, says: string, details: ErrorDetails): AirgoError {
    const { dagId, taskId } = this.#executed.context;
    return new AirgoError(code, `task "${taskId}" of DAG "${dagId}" ${says}`, {
      dagId,
      taskId,
      ...details,
    });
  }
}

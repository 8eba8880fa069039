// Options that several commands share, so that they have one name and one sentence everywhere.

import { AirgoError } from "../core/errors.ts";

/** A text option. */
export function textOption<const Name extends string>(name: Name, describe: string) {
  const coerce = (value: unknown): string | undefined => {
    const text = givenOnce(name)(value);
    // `--date "$DATE"` with nothing in it is not the same as no date.
    if (text === "") throw new Error(`option --${name} is empty`);
    return text;
  };
  return { type: "string", requiresArg: true, describe, coerce } as const;
}

/** A text option whose value may be left out; it is then the empty text. */
export function optionalTextOption<const Name extends string>(name: Name, describe: string) {
  return { type: "string", describe, coerce: givenOnce(name) } as const;
}

/** Given twice, an option is a mistake rather than whichever came last. */
function givenOnce(name: string): (value: unknown) => string | undefined {
  return (value) => {
    if (Array.isArray(value)) throw new Error(`option --${name} was given ${value.length} times`);
    return typeof value === "string" ? value : undefined;
  };
}

export const DAG_OPTION = { ...textOption("dag", "the DAG's id"), alias: "dag-id" } as const;
export const TASK_OPTION = { ...textOption("task", "a task's id"), alias: "task-id" } as const;

/** `describe` is the sentence of a positional `[DAG]`, which `--dag` stands for too. */
export const DAG_ARGUMENT = { type: "string", describe: "the DAG's id (or --dag)" } as const;

export function jsonOption(what: string) {
  return { type: "boolean", describe: `${what}, as JSON` } as const;
}

/** A whole number from `least` on. @throws AirgoError `usage` */
export function parseCount(option: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && Number.isSafeInteger(value)) return value;
  throw new AirgoError("usage", `${option} cannot be ${JSON.stringify(text)}`, {
    hint: `give a whole number, ${least} or more`,
  });
}

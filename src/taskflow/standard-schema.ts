// The Standard Schema interface (standardschema.dev), which zod, valibot, arktype and others give their schemas.

import type { Context } from "../core/context.ts";
import { AirgoError } from "../core/errors.ts";
import { neverRetried } from "../core/fail-task.ts";

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** A schema that gives an `Output`; what it takes is not looked at, because it comes from outside. */
export interface StandardSchema<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly output: Output } | undefined;
  };
}

/** What a schema is held against: `"input"` or `"output"` of the task that is running. */
export interface Checked {
  readonly value: unknown;
  readonly what: "input" | "output";
  readonly context: Context;
}

/**
 * The value as the schema gives it back.
 *
 * @throws AirgoError naming the path of each wrong field, and not retried: a wrong value is as wrong at the next attempt
 */
export async function checkSchema<Output>(
  schema: StandardSchema<Output>,
  { value, what, context }: Checked,
): Promise<Output> {
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => `${what}${pathOf(issue)}: ${issue.message}`);
  const { dagId, taskId } = context;
  const message = `the ${what} of task "${taskId}" of DAG "${dagId}" does not match its schema: ${issues.join("; ")}`;
  const hint = what === "input" ? "mend the task that puts it out" : "mend what the task returns";
  throw neverRetried(
    new AirgoError("schema-mismatch", message, {
      hint: `${hint}, or the schema in the task's options`,
      dagId,
      taskId,
    }),
  );
}

function pathOf({ path = [] }: SchemaIssue): string {
  return path
    .map((part) => (typeof part === "object" ? part.key : part))
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
}

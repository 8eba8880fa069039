// The Standard Schema interface (standardschema.dev), which zod, valibot, arktype and others give their schemas.

import { FailTask } from "../core/fail-task.ts";

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

/**
 * The value as the schema gives it back.
 *
 * @throws FailTask naming `what` and the path of each wrong field: a wrong value is as wrong at the next attempt
 */
export async function checkSchema<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
  what: string,
): Promise<Output> {
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => `${what}${pathOf(issue)}: ${issue.message}`);
  throw new FailTask(`schema-mismatch: ${issues.join("; ")}`);
}

function pathOf({ path = [] }: SchemaIssue): string {
  return path
    .map((part) => (typeof part === "object" ? part.key : part))
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
}

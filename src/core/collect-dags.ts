import { DAG_RECORD, hasBrand } from "./brands.ts";
import type { AnyDag } from "./dag-builder.ts";

export function isDag(value: unknown): value is AnyDag {
  return hasBrand(value, DAG_RECORD);
}

/** The DAGs that a DAG file exports: under any name, and in lists and plain objects one level deep. */
export function collectDags(exported: unknown): readonly AnyDag[] {
  const values = membersOf(exported).flatMap((value) =>
    isDag(value) ? [value] : membersOf(value),
  );
  return [...new Set(values.filter(isDag))];
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isDictionary(value) ? Object.values(value) : [];
}

// A task, too, has a property that is a DAG; only what someone wrote as a dictionary is one.
function isDictionary(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || "__esModule" in value;
}

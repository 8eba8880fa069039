// Things are recognised by a brand, never by `instanceof`: a test and a bundle may each carry a copy of airgo.
// Each brand is also the key under which the thing keeps what airgo reads of it.

/** On a DAG: its {@link DagRecord}. */
export const DAG_RECORD: unique symbol = Symbol.for("airgo.dag");
/** On a task: its {@link TaskRecord}. */
export const TASK_RECORD: unique symbol = Symbol.for("airgo.task");
/** On a task: whether it was made for an attempt, is in no DAG, and edges to it mean nothing. */
export const DETACHED: unique symbol = Symbol.for("airgo.detached");
/** On a task: makes a fresh, detached instance for one attempt. */
export const INSTANTIATE: unique symbol = Symbol.for("airgo.instantiate");
/** On a reference: what it refers to. */
export const REFERENCE: unique symbol = Symbol.for("airgo.reference");
/** On a gate: the way that it opens for. */
export const GATE: unique symbol = Symbol.for("airgo.gate");
/** On whatever stands for a task in an edge, such as the result of a task function: the task. */
export const PLACED_TASK: unique symbol = Symbol.for("airgo.placedTask");
/** On a member function: it is an artifact property. */
export const ARTIFACT_PROPERTY: unique symbol = Symbol.for("airgo.artifactProperty");
/** On an error: the task is not to be retried. */
export const FAIL_TASK: unique symbol = Symbol.for("airgo.failTask");

export function hasBrand<Brand extends symbol>(
  value: unknown,
  brand: Brand,
): value is { readonly [B in Brand]: unknown } {
  return (typeof value === "object" || typeof value === "function") && value !== null
    ? brand in value
    : false;
}

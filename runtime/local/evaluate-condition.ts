import type { Condition } from "../../src/core/conditions.ts";

/** Whether a condition holds, given which of its leaves do. */
export function evaluateCondition<Leaf extends object>(
  condition: Condition<Leaf>,
  holds: (leaf: Leaf) => boolean,
): boolean {
  if ("all" in condition) return condition.all.every((part) => evaluateCondition(part, holds));
  if ("any" in condition) return condition.any.some((part) => evaluateCondition(part, holds));
  return holds(condition);
}

/** The first leaf of a condition, depth first. */
export function firstLeaf<Leaf extends object>(condition: Condition<Leaf>): Leaf | undefined {
  if ("all" in condition) return condition.all.map(firstLeaf<Leaf>).find(Boolean);
  if ("any" in condition) return condition.any.map(firstLeaf<Leaf>).find(Boolean);
  return condition;
}

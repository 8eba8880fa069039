// Conditions in Argo's two languages: `depends` (expr over phases) and `when` (govaluate over replaced texts).

import type { Condition, OutputLeaf, StatusLeaf, TaskConditions } from "../core/conditions.ts";
import type { Phase } from "../core/phases.ts";
import { outputParameter, taskStatus } from "./expressions.ts";

/** The text of `depends`; undefined for a task without upstreams. */
export function printDepends({ depends }: TaskConditions): string | undefined {
  return depends === undefined ? undefined : print(depends, dependsLeaf, "top");
}

/** The text of `when`; undefined for a task that is never skipped. */
export function printWhen({ when }: TaskConditions): string | undefined {
  return when.length === 0 ? undefined : print({ all: when }, whenLeaf, "top");
}

// `depends` has a word of its own for the phase Error.
const DEPENDS_WORD: { readonly [P in Phase]: string } = {
  Succeeded: "Succeeded",
  Failed: "Failed",
  Error: "Errored",
  Skipped: "Skipped",
  Omitted: "Omitted",
};

function dependsLeaf({ taskId, phases }: StatusLeaf): readonly string[] {
  return phases.map((phase) => `${taskId}.${DEPENDS_WORD[phase]}`);
}

// Both sides in quotes: govaluate takes `-` in a bare word for a minus, and true for no text.
function whenLeaf(leaf: StatusLeaf | OutputLeaf): readonly string[] {
  if (leaf.kind === "output") {
    return [`'${outputParameter(leaf.taskId, leaf.parameter)}' == '${leaf.equals}'`];
  }
  return leaf.phases.map((phase) => `'${taskStatus(leaf.taskId)}' == '${phase}'`);
}

type Around = "top" | "all" | "any";

/** `alternatives` gives a leaf's texts, of which one must hold. */
function print<Leaf extends { readonly kind: string }>(
  condition: Condition<Leaf>,
  alternatives: (leaf: Leaf) => readonly string[],
  around: Around,
): string {
  if ("kind" in condition) return join("any", alternatives(condition), around);
  const [word, group] =
    "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  // A group of one is its only part, and stands where the group stands.
  const within = group.length === 1 ? around : word;
  const parts = group.map((part) => print(part, alternatives, within));
  return join(word, parts, around);
}

function join(word: "all" | "any", parts: readonly string[], around: Around): string {
  if (parts.length === 0) throw new Error("a condition has at least one part");
  const text = parts.join(word === "all" ? " && " : " || ");
  return parts.length === 1 || around === "top" || around === word ? text : `(${text})`;
}

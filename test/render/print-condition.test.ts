import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Condition, OutputLeaf, StatusLeaf } from "../../src/core/conditions.ts";
import { parseTaskId } from "../../src/core/names.ts";
import type { Phase } from "../../src/core/phases.ts";
import { printDepends, printWhen } from "../../src/render/print-condition.ts";
import { evaluateText } from "./evaluate-text.ts";

const PHASES: readonly Phase[] = ["Succeeded", "Failed", "Error", "Skipped", "Omitted"];
const TASKS = ["a", "b-c", "d1"].map((id) => parseTaskId(id));

const status: fc.Arbitrary<StatusLeaf> = fc.record({
  kind: fc.constant("status"),
  taskId: fc.constantFrom(...TASKS),
  phases: fc.uniqueArray(fc.constantFrom(...PHASES), { minLength: 1 }),
});
const output: fc.Arbitrary<OutputLeaf> = fc.record({
  kind: fc.constant("output"),
  taskId: fc.constantFrom(...TASKS),
  parameter: fc.constantFrom("short_circuit", "to_x"),
  equals: fc.constantFrom("true", "false"),
});

function condition<Leaf>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<Condition<Leaf>> {
  const { tree } = fc.letrec<{ tree: Condition<Leaf> }>((tie) => {
    const group = fc.array(tie("tree"), { minLength: 1, maxLength: 3 });
    const all = group.map((parts) => ({ all: parts }));
    const any = group.map((parts) => ({ any: parts }));
    return { tree: fc.oneof({ maxDepth: 4 }, leaf, all, any) };
  });
  return tree;
}

const phases = fc.record(Object.fromEntries(TASKS.map((id) => [id, fc.constantFrom(...PHASES)])));
const outputs = fc.record(
  Object.fromEntries(
    TASKS.flatMap((id) => ["short_circuit", "to_x"].map((name) => `${id} ${name}`)).map((name) => [
      name,
      fc.constantFrom("true", "false"),
    ]),
  ),
);

function holds<Leaf extends object>(tree: Condition<Leaf>, leaf: (leaf: Leaf) => boolean): boolean {
  if ("all" in tree) return tree.all.every((part) => holds(part, leaf));
  if ("any" in tree) return tree.any.some((part) => holds(part, leaf));
  return leaf(tree);
}

test("the text of `depends` is true where the condition holds", () => {
  fc.assert(
    fc.property(condition(status), phases, (depends, now) => {
      const text = printDepends({ depends, when: [] }) ?? "";
      const told = evaluateText(text, (leaf) => {
        const [taskId = "", word = ""] = leaf.split(".");
        return now[taskId] === (word === "Errored" ? "Error" : word);
      });
      assert.equal(
        told,
        holds(depends, (leaf) => leaf.phases.some((p) => p === now[leaf.taskId])),
        text,
      );
    }),
    { numRuns: 1000 },
  );
});

test("the text of `when` is true where all its clauses hold", () => {
  const clauses = fc.array(condition(fc.oneof(status, output)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(clauses, phases, outputs, (when, now, values) => {
      const text = printWhen({ depends: undefined, when }) ?? "";
      const told = evaluateText(text, (leaf) => {
        const [, taskId = "", what = "", expected] =
          /^'\{\{tasks\.([-\w]+)\.(.+)\}\}' == '(\w+)'$/.exec(leaf) ?? [];
        const parameter = what.replace("outputs.parameters.", "");
        return (what === "status" ? now[taskId] : values[`${taskId} ${parameter}`]) === expected;
      });
      const meant = when.every((clause) =>
        holds(clause, (leaf) =>
          leaf.kind === "output"
            ? values[`${leaf.taskId} ${leaf.parameter}`] === leaf.equals
            : leaf.phases.some((phase) => phase === now[leaf.taskId]),
        ),
      );
      assert.equal(told, meant, text);
    }),
    { numRuns: 1000 },
  );
});

test("a task without upstreams has neither text", () => {
  assert.equal(printDepends({ depends: undefined, when: [] }), undefined);
  assert.equal(printWhen({ depends: undefined, when: [] }), undefined);
});

test("both texts are in the canonical form, with no more parentheses than they need", () => {
  const [a, b] = TASKS.map(
    (taskId): StatusLeaf => ({ kind: "status", taskId, phases: ["Succeeded", "Skipped"] }),
  );
  assert.ok(a !== undefined && b !== undefined);
  assert.equal(printDepends({ depends: a, when: [] }), "a.Succeeded || a.Skipped");
  assert.equal(
    printDepends({ depends: { all: [a, { ...b, phases: ["Error"] }] }, when: [] }),
    "(a.Succeeded || a.Skipped) && b-c.Errored",
  );
  const stop: OutputLeaf = { ...a, kind: "output", parameter: "short_circuit", equals: "false" };
  assert.equal(
    printWhen({ depends: undefined, when: [stop, { any: [b] }] }),
    "'{{tasks.a.outputs.parameters.short_circuit}}' == 'false' && ('{{tasks.b-c.status}}' == 'Succeeded' || '{{tasks.b-c.status}}' == 'Skipped')",
  );
});

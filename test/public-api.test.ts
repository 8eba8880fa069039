// What a DAG file can import, and what it cannot.

import assert from "node:assert/strict";
import test from "node:test";
import type {
  CallOptions,
  Context,
  DagOptions,
  DagRunResult,
  DagSpec,
  DefaultArgs,
  Duration,
  Gate,
  Handler,
  IfGates,
  Input,
  ItemResult,
  Logger,
  OperatorOptions,
  OptionsOf,
  OutputRef,
  ParallelizeOptions,
  Phase,
  Problem,
  RunOptions,
  RunPhase,
  StandardSchema,
  TaskFunction,
  TaskFunctionOptions,
  TaskRef,
  TaskResult,
  TaskSpec,
  TriggerRule,
} from "airgo";
import * as airgo from "airgo";

test("airgo exports these values, and no others", () => {
  assert.deepEqual(Object.keys(airgo).toSorted(), [
    "AirgoError",
    "BaseOperator",
    "BranchOperator",
    "DAG",
    "FailTask",
    "FunctionOperator",
    "RuntimeParallelizeOperator",
    "ShortCircuitFunctionOperator",
    "ShortCircuitOperator",
    "artifactProperty",
    "chain",
    "crossDownstream",
    "getContext",
    "traverseDagsFolder",
  ]);
});

/** Compiles while each of these types is exported. */
export type Exported = [
  CallOptions,
  Context,
  DagOptions,
  DagRunResult,
  DagSpec,
  DefaultArgs,
  Duration,
  Gate,
  Handler<unknown, unknown>,
  IfGates,
  Input<string>,
  ItemResult,
  Logger,
  OperatorOptions,
  OptionsOf<{ message: string }>,
  OutputRef<string>,
  ParallelizeOptions<number, { factor: number }>,
  Phase,
  Problem,
  RunOptions,
  RunPhase,
  StandardSchema<string>,
  TaskFunction<unknown, unknown>,
  TaskFunctionOptions,
  TaskRef<string>,
  TaskResult,
  TaskSpec,
  TriggerRule,
];

// @ts-expect-error the record behind a task is airgo's own
export type NoTaskRecord = airgo.TaskRecord;
// @ts-expect-error a DAG without task functions is a step inside
export type NoDagBuilder = airgo.DagBuilder;
// @ts-expect-error the operator behind a task function is airgo's own
export type NoHandlerOperator = airgo.HandlerOperator;
// @ts-expect-error how a task is made anew for an attempt is airgo's own
export type NoBrand = typeof airgo.INSTANTIATE;

const MEMBERS: readonly [what: string, prototype: object, members: readonly string[]][] = [
  [
    "a DAG",
    airgo.DAG.prototype,
    [
      "defaultContext",
      "execute",
      "group",
      "if",
      "shortCircuit",
      "spec",
      "switch",
      "task",
      "tasks",
      "ticks",
    ],
  ],
  [
    "an operator",
    airgo.BaseOperator.prototype,
    [
      "after",
      "args",
      "attemptFrame",
      "before",
      "dag",
      "executeAll",
      "logger",
      "output",
      "setDownstream",
      "setUpstream",
      "taskId",
    ],
  ],
];

function membersOf(prototype: object): string[] {
  const names: string[] = [];
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return [...new Set(names)].filter((name) => name !== "constructor").toSorted();
}

for (const [what, prototype, members] of MEMBERS) {
  test(`${what} has these members, and no others`, () => {
    assert.deepEqual(membersOf(prototype), members);
  });
}

test("errors can be told by their class and their code", () => {
  const problem = new airgo.AirgoError("usage", "wrong", { hint: "right" });
  assert.ok(problem instanceof Error);
  assert.deepEqual([problem.name, problem.code, problem.hint], ["AirgoError", "usage", "right"]);
  assert.deepEqual(problem.problems, [{ code: "usage", message: "wrong", hint: "right" }]);
  assert.equal(new airgo.FailTask("no", { cause: problem }).name, "FailTask");
});

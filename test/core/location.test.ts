import assert from "node:assert/strict";
import test from "node:test";
import { DAG, FunctionOperator } from "airgo";
import { locate } from "../../src/core/location.ts";

const FRAMES: readonly [frame: string, place: string | undefined][] = [
  ["at /home/me/dags/etl.ts:3:14", "/home/me/dags/etl.ts:3:14"],
  ["at Object.<anonymous> (/home/me/dags/etl.ts:3:14)", "/home/me/dags/etl.ts:3:14"],
  ["at new Etl (/home/me/dags/etl.ts:3:14)", "/home/me/dags/etl.ts:3:14"],
  ["at async load (/home/me/dags/etl.ts:3:14)", "/home/me/dags/etl.ts:3:14"],
  ["at async /home/me/dags/etl.ts:3:14", "/home/me/dags/etl.ts:3:14"],
  ["at Etl.load [as run] (/home/me/dags/etl.ts:3:14)", "/home/me/dags/etl.ts:3:14"],
  ["at file:///home/me/my%20dags/etl.ts:3:14", "/home/me/my dags/etl.ts:3:14"],
  ["at load (file:///home/me/dags/etl.ts:3:14)", "/home/me/dags/etl.ts:3:14"],
  ["at load (/home/me/etl (copy)/a b.ts:3:14)", "/home/me/etl (copy)/a b.ts:3:14"],
  ["at /home/me/etl (copy)/a b.ts:3:14", "/home/me/etl (copy)/a b.ts:3:14"],
  ["at node:internal/main:3:14", undefined],
  ["at run (node:internal/main:3:14)", undefined],
  ["at Array.map (<anonymous>)", undefined],
  ["at eval (eval at load (/home/me/dags/etl.ts:1:1), <anonymous>:3:14)", undefined],
];

for (const [frame, place] of FRAMES) {
  test(`the stack frame "${frame}" is ${place ?? "no place"}`, () => {
    const found = locate({ stack: `Error: with a text: 1:2\n    ${frame}` });
    assert.equal(found && `${found.file}:${found.line}:${found.column}`, place);
  });
}

test("the first frame that is a place counts, and without one there is none", () => {
  const stack = "Error\n    at node:fs:1:1\n    at /a.ts:2:3\n    at /b.ts:4:5";
  assert.deepEqual(locate({ stack }), { file: "/a.ts", line: 2, column: 3 });
  assert.equal(locate({ stack: "Error" }), undefined);
  assert.equal(locate(undefined), undefined);
});

function makeTask(dag: DAG): FunctionOperator {
  return new FunctionOperator({ taskId: "made", dag, callable: () => 1 });
}

test("a task that a function of the file makes is located in that function, however deep the stack", () => {
  const dag = new DAG("etl");
  const descend = (depth: number): unknown => (depth === 0 ? makeTask(dag) : descend(depth - 1));
  descend(50);
  const { location } = dag.spec().tasks[0] ?? assert.fail();
  assert.equal(location?.file, import.meta.filename);
});

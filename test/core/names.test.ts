import assert from "node:assert/strict";
import test from "node:test";
import { DAG, FunctionOperator } from "airgo";
import fc from "fast-check";
import { assertRefused } from "../refusals.ts";

function dagOf(dagId: string, taskId: string): DAG {
  const dag = new DAG(dagId);
  new FunctionOperator({ taskId, dag, callable: () => undefined });
  return dag;
}

const GOOD = ["a", "a1", "hello-world", "x--y", "ab".repeat(31), `${"a".repeat(63)}`];

for (const id of GOOD) {
  test(`"${id}" is taken as it is`, () => {
    const spec = dagOf(id, id).spec();
    assert.deepEqual([spec.dagId, spec.tasks[0]?.taskId], [id, id]);
  });
}

const BAD: readonly [id: string, hint: RegExp][] = [
  ["Hello", /^write "hello": /],
  ["helloWorld", /^write "hello-world": /],
  ["hello_world", /^write "hello-world": /],
  ["hello.world", /^write "hello-world": /],
  ["hello world ", /^write "hello-world": /],
  ["-a", /^write "a": /],
  ["a-", /^write "a": /],
  ["1st", /^write "st": /],
  ["größe", /^write "gr-e": /],
  ["123", /^use lower-case letters/],
  ["a".repeat(64), /at most 63 characters/],
];

for (const [id, hint] of BAD) {
  test(`"${id}" is refused as the id of a task, and of a DAG`, () => {
    const task = { code: "invalid-name", message: /task id ".*" is not a valid name/, hint };
    assertRefused(() => dagOf("etl", id), { ...task, at: "new FunctionOperator(" });
    const dag = { code: "invalid-name", message: /DAG id ".*" is not a valid name/, hint };
    assertRefused(() => dagOf(id, "t"), { ...dag, at: "new DAG(dagId)" });
  });
}

const RESERVED =
  "in not and or if else let nil true false matches contains startsWith endsWith".split(" ");

for (const word of RESERVED) {
  test(`"${word}", a word of Argo's expressions, is refused as a task id and is a DAG id like any`, () => {
    assertRefused(() => dagOf("etl", word), {
      code: "reserved-name",
      message: new RegExp(`task id "${word}" is a reserved word`),
      hint: new RegExp(`"${word.toLowerCase()}-task"`),
      at: "new FunctionOperator(",
    });
    if (word === word.toLowerCase()) assert.equal(dagOf(word, "t").spec().dagId, word);
  });
}

test("an id that is nearly a reserved word is told one that is none, and a DAG's may be the word", () => {
  for (const [id, near] of [
    ["in-", "in-task"],
    ["Or", "or-task"],
    ["-not", "not-task"],
    ["True", "true-task"],
  ] as const) {
    const hint = new RegExp(`^write "${near}": `);
    assertRefused(() => dagOf("etl", id), {
      code: "invalid-name",
      message: /task id/,
      hint,
      at: "new FunctionOperator(",
    });
  }
  const hint = /^write "in": /;
  assertRefused(() => dagOf("in-", "t"), {
    code: "invalid-name",
    message: /DAG id/,
    hint,
    at: "new DAG(dagId)",
  });
});

test("what a hint suggests is always taken", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80, unit: "grapheme" }), (id) => {
      try {
        assert.equal(dagOf("etl", id).spec().tasks[0]?.taskId, id);
      } catch (error) {
        const [, near] =
          /^(?:write|choose another id, for example) "([^"]+)"/.exec(hintOf(error)) ?? [];
        if (near !== undefined && near !== "my-task") dagOf("etl", near).spec();
      }
    }),
  );
});

function hintOf(error: unknown): string {
  return error instanceof Error && "hint" in error
    ? String(error.hint)
    : assert.fail(String(error));
}

test("two tasks of one id are refused once, and the first one's place is named", () => {
  const problem = assertRefused(
    () => {
      const dag = new DAG("etl");
      const first = new FunctionOperator({ taskId: "load", dag, callable: () => 1 });
      new FunctionOperator({ taskId: "load", dag, callable: () => 2 }).after(first);
      return dag;
    },
    {
      code: "duplicate-task",
      message: /there are two tasks "load" \(the first is at .*names\.test\.ts:\d+\)/,
      hint: /an id of its own/,
      at: "callable: () => 2",
    },
  );
  assert.equal(problem.taskId, "load");
});

test("edges and references to the second task of an id are not told of again", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const load = dag.task("load", () => 1);
      const use = dag.task("use", ({ rows }: { rows: number }) => rows);
      load();
      use({ rows: load() });
      return dag;
    },
    { code: "duplicate-task", message: /two tasks "load"/, hint: /own/, at: "rows: load()" },
  );
});

test("a group prefixes ids, groups nest, and the whole id is checked", () => {
  const dag = new DAG("etl");
  dag.group("north", () => {
    new FunctionOperator({ taskId: "load", dag, callable: () => 1 });
    dag.group("day", () => new FunctionOperator({ taskId: "sum", dag, callable: () => 1 }));
    new FunctionOperator({ taskId: "end", dag, callable: () => 1 });
  });
  new FunctionOperator({ taskId: "load", dag, callable: () => 1 });
  assert.deepEqual(
    dag.spec().tasks.map(({ taskId, group }) => [taskId, group]),
    [
      ["north-load", "north"],
      ["north-day-sum", "north-day"],
      ["north-end", "north"],
      ["load", undefined],
    ],
  );
});

test("a group gives back what its body gives, and ends when its body throws", () => {
  const dag = new DAG("etl");
  const task = dag.group("a", () => new FunctionOperator({ taskId: "x", dag, callable: () => 1 }));
  assert.throws(() =>
    dag.group("b", () => {
      throw new Error("oh");
    }),
  );
  new FunctionOperator({ taskId: "y", dag, callable: () => 1 });
  assert.deepEqual([task.taskId, dag.tasks[1]?.taskId], ["a-x", "y"]);
});

test("a group's bad prefix is told at each of its tasks, with the whole id", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      dag.group("North", () => new FunctionOperator({ taskId: "x", dag, callable: () => 1 }));
      return dag;
    },
    { code: "invalid-name", message: /"North-x"/, hint: /write "north-x"/, at: "dag.group(" },
  );
});

test("a group with an async body is refused: after an await it would be over", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      void dag.group("north", async () => undefined);
      return dag;
    },
    {
      code: "invalid-option",
      message: /group "north" has an async body/,
      hint: /not async/,
      at: "dag.group(",
    },
  );
});

import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, DAG, type Handler } from "airgo";
import { assertProblem, assertRefused, problemsOf } from "../refusals.ts";

function specOf(dag: DAG, taskId: string) {
  return dag.spec().tasks.find((task) => task.taskId === taskId) ?? assert.fail(taskId);
}

test("a call places a task, names its inputs and draws the edges", () => {
  const dag = new DAG("etl");
  const list = dag.task("list", async () => ["a"]);
  const use = dag.task(
    "use",
    ({ all, limit }: { all: string[]; limit: number }) => all.length + limit,
  );
  const used = use({ all: list(), limit: 5 });
  const { upstream, inputs, kind, operator, over } = specOf(dag, "use");
  assert.equal(used.taskId, "use");
  assert.deepEqual([upstream, kind, operator, over], [["list"], "task", "dag.task", undefined]);
  assert.deepEqual(inputs, [
    { name: "all", from: { taskId: "list", output: "return_value" }, form: "value", orNull: false },
  ]);
  assert.deepEqual(
    specOf(dag, "list").outputs.map(({ parameter }) => parameter),
    ["return_value"],
  );
  assert.deepEqual(specOf(dag, "use").outputs, []);
});

test("literals and values of upstreams reach the handler", async () => {
  const dag = new DAG("etl");
  const date = dag.task("date", () => new Date(0));
  const say = dag.task(
    "say",
    ({ at, text }: { at: Date; text: string }) => `${text} ${at.toJSON()}`,
  );
  dag.task(
    "end",
    ({ said }: { said: string }) => said,
  )({ said: say({ at: date(), text: "it is" }) });
  const { tasks } = await dag.execute();
  assert.equal(tasks.say?.outputs.return_value, "it is 1970-01-01T00:00:00.000Z");
});

test("a call's place is where the function was called, not where it was declared", () => {
  const dag = new DAG("etl");
  const fn = dag.task("fn", () => 1);
  const declared = new Error().stack?.split("\n")[1];
  fn();
  const { location } = specOf(dag, "fn");
  const line = Number(/:(\d+):\d+\)?$/.exec(declared ?? "")?.[1]);
  assert.deepEqual([location?.file, location?.line], [import.meta.filename, line + 1]);
});

test("a function that is called twice places two tasks, and the second says its id and options", () => {
  const dag = new DAG("etl", { defaultArgs: { retries: 1, template: "big" } });
  const size = dag.task("size", ({ key }: { key: string }) => key.length, { retries: 3 });
  size({ key: "a" });
  size({ key: "b" }, { id: "size-of-b", retries: 5, triggerRule: "all_done" });
  const [first, second] = dag.spec().tasks;
  assert.deepEqual([first?.taskId, first?.retries, first?.template], ["size", 3, "big"]);
  assert.deepEqual([second?.taskId, second?.retries], ["size-of-b", 5]);
  assert.deepEqual([first?.triggerRule, second?.triggerRule], ["all_success", "all_done"]);
});

test("a second call without an id of its own is a duplicate", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const size = dag.task("size", ({ key }: { key: string }) => key.length);
      size({ key: "a" });
      size({ key: "b" });
      return dag;
    },
    { code: "duplicate-task", message: /two tasks "size"/, hint: /own/, at: 'size({ key: "b" })' },
  );
});

test("a function that is never called is refused, also one of which only partial() was", () => {
  const problems = problemsOf(() => {
    const dag = new DAG("etl");
    dag.task("called", () => 1)();
    dag.task("never", () => 1);
    dag.shortCircuit("partly", ({ n }: { n: number }) => n > 1).partial({ n: 1 });
    return dag;
  });
  const codes = problems.map(({ code, message }) => [code, /"(\w+)" is never/.exec(message)?.[1]]);
  assert.deepEqual(codes, [
    ["uncalled-factory", "never"],
    ["uncalled-factory", "partly"],
  ]);
  for (const problem of problems) {
    const expected = { code: "uncalled-factory", message: /task function/, hint: /call what/ };
    assertProblem(problem, { ...expected, at: "dag." });
  }
});

test("an input may have any name, also an option's", async () => {
  const dag = new DAG("etl");
  type Odd = { template: string; retires: number; taskId: string; dag: string };
  const odd = dag.task("odd", (inputs: Odd) => inputs, { retries: 2 });
  const given = { template: "x", retires: 1, taskId: "y", dag: "z" };
  dag.task("end", ({ all }: { all: Odd }) => all)({ all: odd(given) });
  assert.equal(specOf(dag, "odd").retries, 2);
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.odd?.outputs.return_value, given);
});

const UNKNOWN: readonly [options: object, message: RegExp, hint: RegExp][] = [
  [{ retires: 1 }, /no option "retires"/, /did you mean "retries"\?/],
  [{ taskId: "b" }, /no option "taskId"/, /fn\(\{ … \}, \{ id: "…" \}\)/],
  [{ colour: "red" }, /no option "colour"/, /known are template, /],
];

for (const [options, message, hint] of UNKNOWN) {
  test(`a task function with the option ${JSON.stringify(options)} is refused, wherever it is said`, () => {
    const expected = { code: "unknown-option", message, hint, at: "fn(" };
    assertRefused(() => {
      const dag = new DAG("etl");
      const fn = dag.task("a", () => 1, options);
      fn();
      return dag;
    }, expected);
    assertRefused(() => {
      const dag = new DAG("etl");
      const fn = dag.task("a", () => 1);
      fn({}, options);
      return dag;
    }, expected);
  });
}

test("an option that is wrong is told at the call", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const fn = dag.task("a", () => 1, { executionTimeout: "soon" });
      fn();
      return dag;
    },
    { code: "invalid-duration", message: /task "a": executionTimeout/, hint: /"10m"/, at: "fn()" },
  );
});

test("a task function without a handler is refused where it is declared", () => {
  const handler = undefined as unknown as Handler<unknown, number>; // what a circular import gives
  assertRefused(
    () => {
      new DAG("etl").task("a", handler);
      return undefined;
    },
    {
      code: "missing-option",
      message: /DAG "etl": task function "a" has no handler/,
      hint: /dag\.task\("a", async \(\) => \{ … \}\)/,
      at: '.task("a", handler)',
    },
  );
});

test("both styles share one graph, and take each other's outputs", async () => {
  class Double extends BaseOperator<{ n: number }> {
    execute(): number {
      return this.args.n * 2;
    }
  }
  const dag = new DAG("etl");
  const one = dag.task("one", () => 21)();
  const double = new Double({ taskId: "double", dag, n: one });
  const end = dag.task(
    "end",
    ({ n }: { n: number }) => n + 0.5,
  )({ n: double.output("return_value") });
  new Double({ taskId: "last", dag, n: end });
  const { tasks } = await dag.execute();
  assert.equal(tasks.end?.outputs.return_value, 42.5);
  assert.deepEqual(Object.keys(tasks), ["one", "double", "end", "last"]);
});

test("a called task function runs alone with what it needs", async () => {
  const dag = new DAG("etl");
  const a = dag.task("a", () => 1)();
  const b = dag.task("b", ({ n }: { n: number }) => n)({ n: a });
  dag.task("c", ({ n }: { n: number }) => n)({ n: b });
  assert.deepEqual(Object.keys((await b.executeAll()).tasks), ["a", "b"]);
});

test("a short circuit as a task function aborts what is below when it returns true", async () => {
  const dag = new DAG("etl");
  const limit = dag.task("limit", () => 3)();
  const isLow = dag.shortCircuit("is-low", async ({ n }: { n: number }) => n < 5);
  const stop = isLow({ n: limit });
  const after = dag
    .task("after", () => 1)()
    .after(stop);
  assert.equal(specOf(dag, "is-low").kind, "short-circuit");
  const { tasks } = await dag.execute();
  assert.deepEqual([tasks["is-low"]?.phase, tasks[after.taskId]?.phase], ["Succeeded", "Skipped"]);
});

test("tasks of a group are prefixed, also second calls and fan-outs", () => {
  const dag = new DAG("etl");
  const list = dag.task("list", () => ["a"])();
  const size = dag.task("size", ({ key }: { key: string }) => key.length);
  dag.group("north", () => {
    size({ key: "x" });
    size({ key: "y" }, { id: "size-of-y" });
    size.expand({ key: list }, { id: "sizes" });
  });
  const ids = dag.spec().tasks.map(({ taskId }) => taskId);
  assert.deepEqual(ids, ["list", "north-size", "north-size-of-y", "north-sizes"]);
});

test("a DAG's params are typed and given to handlers, and a run may set others", async () => {
  const dag = new DAG("etl", { params: { region: "north", limit: 5 } });
  const see = dag.task(
    "see",
    (_: Record<never, never>, { params }) => `${params.region} ${params.limit}`,
  );
  dag.task("end", ({ text }: { text: string }) => text)({ text: see() });
  const region: string = dag.params.region;
  assert.equal(region, "north");
  const { tasks } = await dag.execute({ params: { limit: 9 } });
  assert.equal(tasks.see?.outputs.return_value, "north 9");
});

import assert from "node:assert/strict";
import test from "node:test";
import { DAG, type OutputRef } from "airgo";
import { assertRefused } from "../refusals.ts";

function functionsOf(dag: DAG) {
  return {
    list: dag.task("list", async (): Promise<string[]> => ["a", "bb", "ccc"]),
    size: dag.task("size", async ({ key }: { key: string }) => key.length),
    scale: dag.task("scale", ({ n, by }: { n: number; by: number }) => n * by),
    total: dag.task("total", ({ sizes }: { sizes: number[] }) => sizes.reduce((a, b) => a + b, 0)),
    end: dag.task("end", ({ sum }: { sum: number }) => sum),
  };
}

test("expand places one task an item, and its result is the list of their results", async () => {
  const dag = new DAG("etl");
  const { list, size, scale, total, end } = functionsOf(dag);
  const sizes = size.expand({ key: list() });
  const scaled = scale.partial({ by: 10 }).expand({ n: sizes });
  end({ sum: total({ sizes: scaled }) });
  const [, spec] = dag.spec().tasks;
  assert.deepEqual(spec?.over, { taskId: "list", output: "return_value" });
  assert.deepEqual(spec?.inputs, []);
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.size?.outputs.return_value, [1, 2, 3]);
  assert.deepEqual(tasks.scale?.outputs.return_value, [10, 20, 30]);
  assert.equal(tasks.total?.outputs.return_value, 60);
});

test("a constant of partial() may be a reference", async () => {
  const dag = new DAG("etl");
  const { list, size, scale, total, end } = functionsOf(dag);
  const by = dag.task("by", () => 100)();
  const scaled = scale.partial({ by }).expand({ n: size.expand({ key: list() }) });
  end({ sum: total({ sizes: scaled }) });
  const spec = dag.spec().tasks.find(({ taskId }) => taskId === "scale");
  assert.deepEqual(spec?.upstream, ["by", "size"]);
  const { tasks } = await dag.execute();
  assert.equal(tasks.total?.outputs.return_value, 600);
});

test("an empty list gives the consumer an empty list", async () => {
  const dag = new DAG("etl");
  const { size, total, end, list, scale } = functionsOf(dag);
  const none = dag.task("none", (): string[] => [])();
  end({ sum: total({ sizes: size.expand({ key: none }) }) });
  scale({ n: 1, by: 1 }).after(list());
  const { tasks } = await dag.execute();
  const phases = ["size", "total", "end"].map((id) => tasks[id]?.phase);
  assert.deepEqual(phases, ["Skipped", "Succeeded", "Succeeded"]);
  assert.equal(tasks.total?.outputs.return_value, 0);
});

test("a fan-out has an id and options of its own", () => {
  const dag = new DAG("etl");
  const item = dag.task("item", ({ key }: { key: string }) => key, { retries: 1 });
  const list = dag.task("list", () => ["a"])();
  item.expand({ key: list });
  item.expand({ key: list }, { id: "again", retries: 4 });
  const [, first, second] = dag.spec().tasks;
  assert.deepEqual([first?.taskId, first?.retries], ["item", 1]);
  assert.deepEqual([second?.taskId, second?.retries], ["again", 4]);
});

/** Expands in a way that types refuse too. */
function expanded(over: object, constants: object = {}) {
  const dag = new DAG("etl");
  const pair = dag.task("pair", ({ a, b }: { a: string; b: string }) => a + b);
  const fn = pair.partial(constants as { a: string }) as { expand(list: object): unknown };
  fn.expand(over);
  return dag;
}

const oneList = (): OutputRef<string[]> => new DAG("x").task("list", () => ["a"])();

const REFUSED: readonly [title: string, over: object, message: RegExp][] = [
  ["two lists", { a: oneList(), b: oneList() }, /"pair" is expanded over "a" and "b"$/],
  ["nothing", {}, /"pair" is expanded over nothing$/],
];

for (const [title, over, message] of REFUSED) {
  test(`expand over ${title} is refused with what to write instead`, () => {
    assertRefused(() => expanded(over), {
      code: "invalid-fan-out",
      message,
      hint: /several lists are one list of objects, and the other inputs go to partial\(\{ … \}\)/,
      at: "fn.expand(over)",
    });
  });
}

test("expand over a literal list is refused: that is a loop", () => {
  assertRefused(() => expanded({ a: ["x"] }, { b: "y" }), {
    code: "not-a-list",
    message: /task "pair" runs over something that no upstream puts out/,
    hint: /expand\(\{ a: upstream\(\) \}\); a list known beforehand is a loop in TypeScript/,
    at: "fn.expand(over)",
  });
});

test("an input that both partial() and expand() give is refused", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const list = dag.task("list", () => ["a"])();
      const one = dag.task("one", ({ a }: { a: string }) => a);
      const fn = one.partial({ a: "x" }) as { expand(list: object): unknown };
      fn.expand({ a: list });
      return dag;
    },
    {
      code: "invalid-fan-out",
      message: /"one" runs over two lists: "a" is given to partial\(\) and to expand\(\)/,
      hint: /keep one/,
      at: "fn.expand({ a: list })",
    },
  );
});

test("a short circuit cannot be expanded", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const list = dag.task("list", () => [1])();
      const stop = dag.shortCircuit("stop", ({ n }: { n: number }) => n > 1);
      stop.expand({ n: list });
      return dag;
    },
    {
      code: "invalid-fan-out",
      message: /"stop" is a short-circuit and cannot be mapped/,
      hint: /a task of its own decide/,
      at: "stop.expand(",
    },
  );
});

test("a list that turns out to be none fails the task that put it out", async () => {
  const dag = new DAG("etl");
  const text = dag.task("text", () => "abc" as unknown as string[])();
  dag.task("each", ({ c }: { c: string }) => c).expand({ c: text });
  const { tasks } = await dag.execute({ throwOnFailure: false });
  assert.equal(tasks.text?.phase, "Failed");
  assert.match(tasks.text?.message ?? "", /list/);
});

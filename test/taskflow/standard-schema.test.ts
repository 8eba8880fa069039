import assert from "node:assert/strict";
import test from "node:test";
import { DAG, type StandardSchema } from "airgo";
import { z } from "zod";

const Row = z.object({ id: z.string(), price: z.number().positive() });
const Rows = z.object({ rows: z.array(Row) });

function totalOf(price: number, retries = 2) {
  const dag = new DAG("etl", { defaultArgs: { retries } });
  const fetch = dag.task("fetch", () => [{ id: "a", price }]);
  const total = dag.task(
    "total",
    ({ rows }: z.infer<typeof Rows>) => rows.reduce((sum, row) => sum + row.price, 0),
    { input: Rows, output: z.number().max(100) },
  );
  dag.task("end", ({ sum }: { sum: number }) => sum)({ sum: total({ rows: fetch() }) });
  return dag;
}

test("inputs and results that match their schemas pass", async () => {
  const { tasks } = await totalOf(7).execute();
  assert.equal(tasks.total?.outputs.return_value, 7);
});

test("an input that does not match fails the task with the path of the field, without retries", async () => {
  const { tasks } = await totalOf(-1).execute({ throwOnFailure: false });
  assert.deepEqual([tasks.total?.phase, tasks.total?.attempts], ["Failed", 1]);
  assert.match(
    tasks.total?.message ?? "",
    /^error\[schema-mismatch\]: the input of task "total" of DAG "etl"/,
  );
  assert.match(tasks.total?.message ?? "", /input\.rows\[0\]\.price: Too small/);
  assert.match(tasks.total?.message ?? "", /hint: mend the task that puts it out, or the schema/);
});

test("a result that does not match fails the task, and nothing is put out", async () => {
  const { tasks } = await totalOf(101).execute({ throwOnFailure: false });
  assert.deepEqual([tasks.total?.phase, tasks.total?.attempts], ["Failed", 1]);
  assert.match(tasks.total?.message ?? "", /output: Too big/);
  assert.deepEqual([tasks.total?.outputs, tasks.end?.phase], [{}, "Omitted"]);
});

/** A schema written by hand, async, that changes what passes. */
const doubled: StandardSchema<{ n: number }> = {
  "~standard": {
    version: 1,
    vendor: "by-hand",
    validate: async (value) => {
      const { n } = value as { n: unknown };
      if (typeof n === "number") return { value: { n: n * 2 } };
      return { issues: [{ message: "not a number", path: [{ key: "n" }, 0, Symbol.iterator] }] };
    },
  },
};

test("a handler gets what the schema gives back, item by item in a fan-out", async () => {
  const dag = new DAG("etl");
  const list = dag.task("list", () => [1, 2])();
  const each = dag.task("each", ({ n }: { n: number }) => n, { input: doubled });
  dag.task("end", ({ all }: { all: number[] }) => all)({ all: each.expand({ n: list }) });
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.each?.outputs.return_value, [2, 4]);
});

test("a path may hold objects, numbers and symbols", async () => {
  const dag = new DAG("etl");
  const text = dag.task("text", () => "a" as unknown as number)();
  dag.task("each", ({ n }: { n: number }) => n, { input: doubled })({ n: text });
  const { tasks } = await dag.execute({ throwOnFailure: false });
  assert.match(
    tasks.each?.message ?? "",
    /input\.n\[0\]\.Symbol\(Symbol\.iterator\): not a number/,
  );
});

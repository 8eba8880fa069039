import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import { BaseOperator, DAG, getContext } from "airgo";

async function whoAmI(): Promise<string> {
  await setTimeout(1);
  const { dagId, taskId, mapIndex } = getContext();
  return `${dagId} ${taskId} ${mapIndex}`;
}

test("getContext() gives a handler, and whatever it calls, its own context", async () => {
  const dag = new DAG("etl");
  const list = dag.task("list", () => [0, 1, 2])();
  const each = dag.task("each", () => whoAmI());
  const mapped = dag.task("mapped", (_: { n: number }) => whoAmI());
  const join = dag.task("join", (all: { one: string; many: string[] }) => all);
  join({ one: each(), many: mapped.expand({ n: list }) });
  const { tasks } = await dag.execute();
  assert.equal(tasks.each?.outputs.return_value, "etl each -1");
  const many = [0, 1, 2].map((index) => `etl mapped ${index}`);
  assert.deepEqual(tasks.mapped?.outputs.return_value, many);
});

test("getContext() works in a class's execute() and is the context that it was given", async () => {
  let same = false;
  class Own extends BaseOperator {
    override execute(context: unknown): void {
      same = getContext() === context;
    }
  }
  const dag = new DAG("etl");
  new Own({ taskId: "own", dag });
  await dag.execute();
  assert.ok(same);
});

test("getContext() outside of a running task is an error that says so", () => {
  assert.throws(() => getContext(), { message: /outside of a running task/ });
});

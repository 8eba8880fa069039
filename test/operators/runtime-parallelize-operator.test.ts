import assert from "node:assert/strict";
import test from "node:test";
import {
  artifactProperty,
  BaseOperator,
  DAG,
  type OutputRef,
  RuntimeParallelizeOperator,
} from "airgo";
import { assertRefused } from "../refusals.ts";

class Generate extends BaseOperator<{ rows: number[] }> {
  execute(): void {}

  @artifactProperty()
  get stuff(): number[] {
    return this.args.rows;
  }
}

class Each extends RuntimeParallelizeOperator<number, { factor: number }> {
  execute(): number {
    return this.parameter * this.args.factor;
  }
}

class Sum extends BaseOperator<{ values: number[] }> {
  execute(): void {}

  @artifactProperty()
  get sum(): number {
    return this.args.values.reduce((a, b) => a + b, 0);
  }
}

function generateIn(dag: DAG, rows: number[] = [1, 2, 3]): Generate {
  return new Generate({ taskId: "gen", dag, rows });
}

for (const rows of [[1, 2, 3], []]) {
  test(`both spellings run once an item of a list of ${rows.length}, and are the same task`, async () => {
    const dag = new DAG("etl");
    const gen = generateIn(dag, rows);
    const over = new Each({ taskId: "over", dag, factor: 2, over: gen.output("stuff") });
    const parent = { runtimeTask: gen, propertyName: "stuff" };
    const ported = new Each({ taskId: "ported", dag, factor: 2, ...parent });
    new Sum({ taskId: "sum", dag, values: over.output("return_value") });
    new Sum({ taskId: "sum-2", dag, values: ported.output("return_value") });
    const [, a, b] = dag.spec().tasks;
    const { location, taskId, downstream, ...rest } = a ?? assert.fail();
    const { location: _1, taskId: _2, downstream: _3, ...others } = b ?? assert.fail();
    assert.deepEqual(rest, others);
    const { tasks } = await dag.execute();
    const sum = rows.reduce((total, row) => total + 2 * row, 0);
    assert.deepEqual([tasks.sum?.outputs.sum, tasks["sum-2"]?.outputs.sum], [sum, sum]);
    assert.equal(tasks.over?.items?.length, rows.length);
  });
}

test("an argument of a fan-out may be a reference, the same for every item", async () => {
  class Factor extends BaseOperator {
    execute(): number {
      return 10;
    }
  }
  const dag = new DAG("etl");
  const factor = new Factor({ taskId: "factor", dag }).output("return_value");
  const each = new Each({ taskId: "each", dag, factor, over: generateIn(dag).output("stuff") });
  new Sum({ taskId: "sum", dag, values: each.output("return_value") });
  const { tasks } = await dag.execute();
  assert.equal(tasks.sum?.outputs.sum, 60);
});

test("each item runs on an instance of its own", async () => {
  const instances = new Set<object>();
  class Counts extends RuntimeParallelizeOperator<number> {
    count = 0;
    execute(): number {
      instances.add(this);
      return ++this.count;
    }
  }
  const dag = new DAG("etl");
  const counts = new Counts({ taskId: "counts", dag, over: generateIn(dag).output("stuff") });
  new Sum({ taskId: "sum", dag, values: counts.output("return_value") });
  const { tasks } = await dag.execute();
  assert.deepEqual([tasks.sum?.outputs.sum, instances.size], [3, 3]);
  assert.ok(!instances.has(counts));
});

test("the item is an error before the task runs", () => {
  const dag = new DAG("etl");
  const each = new Each({ taskId: "each", dag, factor: 1, over: generateIn(dag).output("stuff") });
  assert.throws(() => each.parameter, {
    code: "unresolved-reference",
    message: /the parameter of task "each"/,
    hint: /this\.parameter inside execute\(\)/,
  });
});

/** A fan-out said in a way that types refuse too. */
function eachOver(over: (gen: Generate) => object): DAG {
  const dag = new DAG("etl");
  const given = over(generateIn(dag)) as { over: OutputRef<number[]> };
  new Each({ taskId: "each", dag, factor: 1, ...given });
  return dag;
}

const NO_LISTS: readonly [title: string, over: (gen: Generate) => object][] = [
  ["nothing", () => ({})],
  ["a literal list", () => ({ over: [1, 2] })],
  ["a task", (gen) => ({ over: gen })],
  ["no task", () => ({ runtimeTask: "gen", propertyName: "stuff" })],
  ["a task without a property's name", (gen) => ({ runtimeTask: gen })],
];

for (const [title, over] of NO_LISTS) {
  test(`a fan-out over ${title} is refused`, () => {
    assertRefused(() => eachOver(over), {
      code: "not-a-list",
      message: /task "each" runs over something that no upstream puts out/,
      hint: /over: upstream\.output\("name"\); a list known beforehand is a loop in TypeScript/,
      at: "new Each(",
    });
  });
}

test("a fan-out over a property that the task does not have is refused", () => {
  assertRefused(() => eachOver((gen) => ({ runtimeTask: gen, propertyName: "stuf" })), {
    code: "unknown-output",
    message: /"each": the list it runs over is the output "stuf" of task "gen"/,
    hint: /did you mean "stuff"\?/,
    at: "new Each(",
  });
});

test("a fan-out with both spellings is refused", () => {
  const both = (gen: Generate) => ({
    over: gen.output("stuff"),
    runtimeTask: gen,
    propertyName: "stuff",
  });
  assertRefused(() => eachOver(both), {
    code: "invalid-fan-out",
    message: /over and runtimeTask are both given/,
    hint: /keep one/,
    at: "new Each(",
  });
});

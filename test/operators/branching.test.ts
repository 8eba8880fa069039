import assert from "node:assert/strict";
import test from "node:test";
import {
  BranchOperator,
  type Context,
  chain,
  DAG,
  FunctionOperator,
  ShortCircuitFunctionOperator,
  ShortCircuitOperator,
} from "airgo";

class Choose extends BranchOperator<{ ids: string | string[] }> {
  choose(_context: Context): string | string[] {
    return this.args.ids;
  }
}

class Stop extends ShortCircuitOperator<{ maxValue: number }> {
  executed = false;

  execute(): void {
    this.executed = true;
  }

  get shortCircuitWhen(): boolean {
    return this.executed && this.args.maxValue > 10;
  }
}

function noop(dag: DAG, taskId: string): FunctionOperator {
  return new FunctionOperator({ taskId, dag, callable: () => undefined });
}

async function phasesOf(dag: DAG): Promise<Record<string, string>> {
  const { tasks } = await dag.execute({ throwOnFailure: false });
  return Object.fromEntries(Object.entries(tasks).map(([taskId, { phase }]) => [taskId, phase]));
}

/** choose → rest, work → report; choose → report */
function branching(ids: string | string[]): DAG {
  const dag = new DAG("etl");
  const choose = new Choose({ taskId: "choose", dag, ids });
  chain(choose, noop(dag, "rest"));
  chain(choose, noop(dag, "work"), noop(dag, "below"));
  return dag;
}

test("a branch names the tasks directly below as its ways", () => {
  const [choose, rest, , below] = branching("rest").spec().tasks;
  assert.equal(choose?.kind, "branch");
  assert.deepEqual(choose?.outputs, [
    { kind: "way", parameter: "to_rest", opens: "rest", of: undefined, whenSkipped: "false" },
    { kind: "way", parameter: "to_work", opens: "work", of: undefined, whenSkipped: "false" },
  ]);
  assert.deepEqual(rest?.gates, [{ upstream: "choose", parameters: ["to_rest"] }]);
  assert.deepEqual(below?.gates, []);
});

const CHOICES: readonly [ids: string | string[], skipped: readonly string[]][] = [
  ["rest", ["work", "below"]],
  [["work"], ["rest"]],
  [["work", "rest"], []],
  [[], ["rest", "work", "below"]],
];

for (const [ids, skipped] of CHOICES) {
  test(`a branch that chooses ${JSON.stringify(ids)} skips the others to their end`, async () => {
    const phases = await phasesOf(branching(ids));
    const skips = Object.keys(phases).filter((id) => phases[id] === "Skipped");
    assert.deepEqual(skips, skipped);
    assert.equal(phases.choose, "Succeeded");
  });
}

test("a branch that chooses what is not directly below fails, naming what is", async () => {
  const { tasks } = await branching("below").execute({ throwOnFailure: false });
  assert.equal(tasks.choose?.phase, "Failed");
  assert.match(tasks.choose?.message ?? "", /"below", which is not directly below it/);
});

test("a data edge from a branch is one of its ways too", () => {
  class Told extends BranchOperator {
    choose(): string {
      return "take";
    }
    override execute(): number {
      return 1;
    }
  }
  const dag = new DAG("etl");
  const told = new Told({ taskId: "told", dag });
  dag.task("take", ({ n }: { n: number }) => n)({ n: told.output("return_value") });
  const [spec] = dag.spec().tasks;
  assert.deepEqual(
    spec?.outputs.map(({ parameter }) => parameter),
    ["return_value", "to_take"],
  );
});

for (const [maxValue, below] of [
  [50, "Skipped"],
  [5, "Succeeded"],
] as const) {
  test(`a short circuit whose shortCircuitWhen is ${maxValue > 10} leaves what is below ${below}`, async () => {
    const dag = new DAG("etl");
    chain(new Stop({ taskId: "stop", dag, maxValue }), noop(dag, "a"), noop(dag, "b"));
    const [stop] = dag.spec().tasks;
    assert.deepEqual(stop?.outputs, [
      { kind: "short-circuit", parameter: "short_circuit", whenSkipped: "false" },
    ]);
    assert.deepEqual(await phasesOf(dag), { stop: "Succeeded", a: below, b: below });
  });
}

test("a short circuit as a function aborts what is below when it returns true, sync or async", async () => {
  const dag = new DAG("etl");
  const callables = [() => true, async () => true, () => false, async () => false];
  for (const [index, callable] of callables.entries()) {
    const stop = new ShortCircuitFunctionOperator({ taskId: `stop-${index}`, dag, callable });
    stop.before(noop(dag, `below-${index}`));
  }
  const phases = await phasesOf(dag);
  const below = callables.map((_, index) => phases[`below-${index}`]);
  assert.deepEqual(below, ["Skipped", "Skipped", "Succeeded", "Succeeded"]);
});

test("a short circuit's value may be taken, and it may decide a gate", async () => {
  const dag = new DAG("etl");
  const stop = new ShortCircuitFunctionOperator({ taskId: "stop", dag, callable: () => false });
  const { yes, no } = dag.if(stop.output("return_value"));
  noop(dag, "stopped").after(yes);
  noop(dag, "went-on").after(no);
  const phases = await phasesOf(dag);
  assert.deepEqual([phases.stopped, phases["went-on"]], ["Skipped", "Succeeded"]);
});

test("a function operator returns what its function does, which others may take", async () => {
  const dag = new DAG("etl");
  const fetch = new FunctionOperator({
    taskId: "fetch",
    dag,
    callable: async ({ taskId }) => [taskId, "b"],
  });
  const size = dag.task("size", ({ key }: { key: string }) => key.length);
  const sizes = size.expand({ key: fetch.output("return_value") });
  dag.task("sum", ({ all }: { all: number[] }) => all.length)({ all: sizes });
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.size?.outputs.return_value, [5, 1]);
});

import assert from "node:assert/strict";
import test from "node:test";
import { artifactProperty, BaseOperator, DAG, type OutputRef } from "airgo";
import { assertRefused } from "../refusals.ts";

async function phasesOf(dag: DAG): Promise<Record<string, string>> {
  const { tasks } = await dag.execute({ throwOnFailure: false });
  return Object.fromEntries(Object.entries(tasks).map(([taskId, { phase }]) => [taskId, phase]));
}

function noop(dag: DAG, taskId: string) {
  return dag.task(taskId, () => taskId)();
}

for (const isFresh of [true, false]) {
  test(`dag.if opens ${isFresh ? "yes" : "no"} for ${isFresh}, and skips the other side to its end`, async () => {
    const dag = new DAG("etl");
    const { yes, no } = dag.if(dag.task("is-fresh", async () => isFresh)());
    const [publish, warn] = [noop(dag, "publish"), noop(dag, "warn")];
    publish.after(yes);
    no.before(warn);
    noop(dag, "mail").after(publish);
    noop(dag, "page").after(warn);
    const { publish: a, mail, warn: b, page } = await phasesOf(dag);
    const taken = ["Succeeded", "Succeeded", "Skipped", "Skipped"];
    assert.deepEqual([a, mail, b, page], isFresh ? taken : taken.toReversed());
  });
}

test("gates are outputs of the task that decides, and gate edges of what is below", () => {
  const dag = new DAG("etl");
  const { yes } = dag.if(dag.task("ask", (): boolean => true)());
  noop(dag, "below").after(yes);
  const [ask, below] = dag.spec().tasks;
  assert.deepEqual(
    ask?.outputs.map((it) => [it.parameter, it.kind === "way" ? it.opens : it.kind]),
    [
      ["if_return_value-yes", true],
      ["if_return_value-no", false],
    ],
  );
  assert.deepEqual(below?.gates, [{ upstream: "ask", parameters: ["if_return_value-yes"] }]);
  assert.deepEqual(below?.upstream, ["ask"]);
});

for (const kind of ["small", "large", "none"] as const) {
  test(`dag.switch opens the case ${kind}, and one gate may lead to several tasks`, async () => {
    const dag = new DAG("etl");
    const choose = dag.task("choose", (): "small" | "large" | "none" => kind)();
    const { small, large, none } = dag.switch(choose, ["small", "large", "none"]);
    small.before(noop(dag, "mail"), [noop(dag, "log")]);
    noop(dag, "upload").after(large);
    noop(dag, "any").after(small, large);
    noop(dag, "nothing").after([none]);
    const phases = await phasesOf(dag);
    const ran = Object.keys(phases).filter((id) => phases[id] === "Succeeded");
    const expected = { small: ["mail", "log", "any"], large: ["upload", "any"], none: ["nothing"] };
    assert.deepEqual(ran, ["choose", ...expected[kind]]);
  });
}

test("a value that is no case fails the task that puts it out, naming both", async () => {
  const dag = new DAG("etl");
  const choose = dag.task("choose", (): string => "huge")();
  const { small } = dag.switch(choose, ["small", "large"]);
  noop(dag, "mail").after(small);
  const { tasks } = await dag.execute({ throwOnFailure: false });
  assert.equal(tasks.choose?.phase, "Failed");
  assert.match(tasks.choose?.message ?? "", /task "choose" .*"huge".*\n.*"small", "large"/);
  assert.equal(tasks.mail?.phase, "Omitted");
});

test("a class's artifact property may decide", async () => {
  class Inspect extends BaseOperator {
    execute(): void {}

    @artifactProperty()
    get fresh(): boolean {
      return true;
    }

    @artifactProperty()
    get size(): "small" | "large" {
      return "large";
    }
  }
  const dag = new DAG("etl");
  const inspect = new Inspect({ taskId: "inspect", dag });
  const { yes, no } = dag.if(inspect.output("fresh"));
  const { small, large } = dag.switch(inspect.output("size"), ["small", "large"]);
  noop(dag, "both").after(yes).after(large);
  noop(dag, "not-both").after(yes, small);
  noop(dag, "stale").after(no);
  const { both, "not-both": notBoth, stale } = await phasesOf(dag);
  assert.deepEqual([both, notBoth, stale], ["Succeeded", "Skipped", "Skipped"]);
});

test("a side that is not taken is skipped to its end, with its fan-outs, gates and short circuits", async () => {
  const dag = new DAG("etl");
  const { yes, no } = dag.if(dag.task("ask", () => false)());
  const list = dag.task("list", () => [1, 2])();
  const first = dag
    .task("first", () => true)()
    .after(yes);
  const each = dag.task("each", ({ n }: { n: number }) => n).expand({ n: list });
  each.after(first);
  const inner = dag.if(first);
  const deep = noop(dag, "deep").after(inner.yes);
  const stop = dag.shortCircuit("stop", () => true)();
  stop.after(each);
  noop(dag, "end").after(stop, deep);
  noop(dag, "other").after(no);
  const join = dag.task("join", ({ a, b }: { a: string | null; b: number[] }) => `${a} ${b}`);
  join({ a: deep.orNull(), b: each }, { triggerRule: "none_failed" }).after(list);
  const phases = await phasesOf(dag);
  const skipped = Object.keys(phases).filter((id) => phases[id] === "Skipped");
  assert.deepEqual(skipped, ["first", "each", "deep", "stop", "end"]);
  assert.equal(phases.join, "Succeeded");
});

test("a join below takes what may be missing as null", async () => {
  const dag = new DAG("etl");
  const { yes, no } = dag.if(dag.task("ask", () => true)());
  const fresh = dag
    .task("fresh", () => "fresh")()
    .after(yes);
  const stale = dag
    .task("stale", () => "stale")()
    .after(no);
  const note = dag.task("note", (it: { fresh: string | null; stale: string | null }) => it);
  const noted = note(
    { fresh: fresh.orNull(), stale: stale.orNull() },
    { triggerRule: "none_failed_min_one_success" },
  );
  dag.task("end", ({ all }: { all: unknown }) => all)({ all: noted });
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.note?.outputs.return_value, { fresh: "fresh", stale: null });
});

test("an edge from a gate and an edge that carries a value are one edge, taken when the gate opens", () => {
  const dag = new DAG("etl");
  const ask = dag.task("ask", (): boolean => true)();
  const { yes } = dag.if(ask);
  dag
    .task(
      "below",
      ({ ok }: { ok: boolean }) => ok,
    )({ ok: ask })
    .after(ask, yes);
  const [, below] = dag.spec().tasks;
  assert.deepEqual(below?.upstream, ["ask"]);
  assert.deepEqual(below?.gates, [{ upstream: "ask", parameters: ["if_return_value-yes"] }]);
});

const CASES: readonly [cases: readonly string[], message: RegExp, hint: RegExp][] = [
  [[], /has no cases/, /at least one case/],
  [["größe"], /has the case "größe"/, /letters, digits/],
  [["two words"], /has the case "two words"/, /letters, digits/],
  [["x".repeat(64)], /has the case "x+"/, /at most 63/],
];

for (const [cases, message, hint] of CASES) {
  test(`a switch with the cases ${JSON.stringify(cases)} is refused`, () => {
    assertRefused(
      () => {
        const dag = new DAG("etl");
        dag.switch(dag.task("choose", (): string => "a")(), cases);
        return dag;
      },
      { code: "invalid-gate", message, hint, at: "dag.switch(" },
    );
  });
}

test("a gate over a fan-out is refused", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const list = dag.task("list", () => [1])();
      const each = dag.task("each", ({ n }: { n: number }) => n > 1).expand({ n: list });
      dag.if(each as unknown as OutputRef<boolean>);
      return dag;
    },
    {
      code: "invalid-gate",
      message: /"each" decides by a fan-out/,
      hint: /joins it/,
      at: "dag.if(",
    },
  );
});

test("a gate over a task of another DAG is refused", () => {
  assertRefused(
    () => {
      const other = new DAG("other").task("ask", (): boolean => true)();
      const dag = new DAG("etl");
      noop(dag, "below");
      dag.if(other);
      return dag;
    },
    { code: "invalid-gate", message: /"ask" is of DAG "other"/, hint: /same DAG/, at: "dag.if(" },
  );
});

test("a gate over a member without the decorator is refused", () => {
  class Inspect extends BaseOperator {
    readonly fresh: boolean = true;
    execute(): void {}
  }
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const inspect = new Inspect({ taskId: "inspect", dag });
      dag.if(inspect.output("fresh"));
      return dag;
    },
    {
      code: "invalid-gate",
      message: /over "fresh" of "inspect" decides by an output that the task does not declare/,
      hint: /@artifactProperty\(\)/,
      at: "dag.if(",
    },
  );
});

test("a gate over something that is no reference is refused where it is made", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const ask: unknown = dag.task("ask", (): boolean => true);
      dag.if(ask as OutputRef<boolean>);
      return dag;
    },
    {
      code: "invalid-gate",
      message: /dag\.if\(\) was given no reference/,
      hint: /the result of a called task function/,
      at: "dag.if(",
    },
  );
});

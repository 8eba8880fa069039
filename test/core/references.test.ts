import assert from "node:assert/strict";
import test from "node:test";
import {
  artifactProperty,
  BaseOperator,
  DAG,
  type Input,
  RuntimeParallelizeOperator,
  ShortCircuitFunctionOperator,
  type TriggerRule,
} from "airgo";
import { assertProblem, assertRefused, problemsOf } from "../refusals.ts";

class Extract extends BaseOperator {
  readonly plain = "a field without a decorator";

  execute(): string {
    return "done";
  }

  @artifactProperty()
  get rows(): number[] {
    return [1, 2, 3];
  }

  @artifactProperty()
  async total(): Promise<number> {
    return 6;
  }

  get undecorated(): number[] {
    return [];
  }
}

class Report extends BaseOperator<{ rows: number[]; title: string; count?: number | null }> {
  execute(): void {}
}

class Each extends RuntimeParallelizeOperator<number> {
  execute(): number {
    return this.parameter * 2;
  }
}

function extractIn(dag: DAG, taskId = "extract"): Extract {
  return new Extract({ taskId, dag });
}

function taskOf(dag: DAG, taskId: string) {
  return dag.spec().tasks.find((task) => task.taskId === taskId) ?? assert.fail(taskId);
}

test("a reference draws the edge, and names the output, its form and how it may be missing", () => {
  const dag = new DAG("etl");
  const extract = extractIn(dag);
  new Report({
    taskId: "report",
    dag,
    title: "Daily",
    rows: extract.output("rows"),
    count: extract.output("total").orNull(),
  });
  const { upstream, inputs } = taskOf(dag, "report");
  assert.deepEqual(upstream, ["extract"]);
  assert.deepEqual(inputs, [
    { name: "rows", from: { taskId: "extract", output: "rows" }, form: "value", orNull: false },
    { name: "count", from: { taskId: "extract", output: "total" }, form: "value", orNull: true },
  ]);
  assert.deepEqual(taskOf(dag, "extract").downstream, ["report"]);
});

test("all artifact properties are put out, return_value only when something takes it", () => {
  const parametersOf = (dag: DAG) =>
    taskOf(dag, "extract").outputs.map(({ parameter }) => parameter);
  const alone = new DAG("alone");
  extractIn(alone);
  assert.deepEqual(parametersOf(alone), ["rows", "total"]);
  const taken = new DAG("taken");
  const title = extractIn(taken).output("return_value");
  new Report({ taskId: "report", dag: taken, title, rows: [] });
  assert.deepEqual(parametersOf(taken), ["rows", "total", "return_value"]);
});

test("an output that something fans out over is put out as a list, for all its readers", () => {
  const dag = new DAG("etl");
  const extract = extractIn(dag);
  const each = new Each({ taskId: "each", dag, over: extract.output("rows") });
  new Report({ taskId: "report", dag, title: "", rows: extract.output("rows") });
  new Report({ taskId: "join", dag, title: "", rows: each.output("return_value") });
  const forms = (id: string) => taskOf(dag, id).outputs.map((it) => "form" in it && it.form);
  assert.deepEqual(forms("extract"), ["list", "value"]);
  assert.deepEqual(forms("each"), ["mapped"]);
  assert.deepEqual(taskOf(dag, "each").over, { taskId: "extract", output: "rows" });
  assert.equal(taskOf(dag, "report").inputs[0]?.form, "list");
  assert.equal(taskOf(dag, "join").inputs[0]?.form, "mapped");
});

test("a fan-out may run over the result of a fan-out", () => {
  const dag = new DAG("etl");
  const first = new Each({ taskId: "first", dag, over: extractIn(dag).output("rows") });
  new Each({ taskId: "second", dag, over: first.output("return_value") });
  assert.deepEqual(taskOf(dag, "second").over, { taskId: "first", output: "return_value" });
});

/** A report that takes `rows`; what is no output must be refused at run time too. */
function reportOn(rows: (extract: Extract) => unknown): DAG {
  const dag = new DAG("etl");
  const extract = extractIn(dag);
  const wrong = rows(extract) as Input<number[]>; // on purpose
  new Report({ taskId: "report", dag, title: "", rows: wrong });
  return dag;
}

test("a reference to a member without the decorator is refused, with both ends named", () => {
  assertRefused(() => reportOn((extract) => extract.output("undecorated")), {
    code: "unknown-output",
    message:
      /"report": argument "rows" is the output "undecorated" of task "extract", which is a member without @artifactProperty\(\)/,
    hint: /write @artifactProperty\(\) above "undecorated" in Extract/,
    at: "new Report(",
  });
  assertRefused(() => reportOn((extract) => extract.output("plain")), {
    code: "unknown-output",
    message: /"plain"/,
    hint: /@artifactProperty/,
    at: "new Report(",
  });
});

test("a reference to an output that the class does not have is refused with the nearest one", () => {
  const misspelt = "row" as "rows";
  assertRefused(() => reportOn((extract) => extract.output(misspelt)), {
    code: "unknown-output",
    message: /which Extract does not have/,
    hint: /did you mean "rows"\?/,
    at: "new Report(",
  });
  const unlike = "figures" as "rows";
  assertRefused(() => reportOn((extract) => extract.output(unlike)), {
    code: "unknown-output",
    message: /"figures"/,
    hint: /it puts out "rows", "total", "return_value"/,
    at: "new Report(",
  });
});

test("a reference inside a list or an object is refused, however deep", () => {
  const nested = [
    (extract: Extract) => [extract.output("rows")],
    (extract: Extract) => ({ a: { b: [1, [extract.output("rows")]] } }),
  ];
  for (const rows of nested) {
    assertRefused(() => reportOn(rows), {
      code: "nested-reference",
      message: /"report": argument "rows" holds a reference inside a list or an object/,
      hint: /an argument of its own/,
      at: "new Report(",
    });
  }
});

test("a literal that holds itself is taken as it is", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  assert.equal(reportOn(() => circle).spec().tasks.length, 2);
});

test("a reference to a task of another DAG is refused, with both ends named", () => {
  assertRefused(
    () => {
      const foreign = extractIn(new DAG("other"));
      const dag = new DAG("etl");
      new Report({ taskId: "report", dag, title: "", rows: foreign.output("rows") });
      return dag;
    },
    {
      code: "foreign-task",
      message: /task "report" has the upstream "extract" of DAG "other"/,
      hint: /place both tasks/,
      at: "new Report(",
    },
  );
});

test("an argument that takes a reference has a name that Argo takes", () => {
  class Odd extends BaseOperator<{ "some-rows": number[] }> {
    execute(): void {}
  }
  assertRefused(
    () => {
      const dag = new DAG("etl");
      new Odd({ taskId: "odd", dag, "some-rows": extractIn(dag).output("rows") });
      return dag;
    },
    {
      code: "invalid-name",
      message: /argument "some-rows" takes a reference/,
      hint: /letters, digits and underscores/,
      at: "new Odd(",
    },
  );
  const dag = new DAG("etl");
  new Odd({ taskId: "odd", dag, "some-rows": [] });
  assert.deepEqual(taskOf(dag, "odd").inputs, []);
});

test("reading a reference before the task runs is an error that names the argument and the task", () => {
  const dag = new DAG("etl");
  const rows = extractIn(dag).output("rows");
  const report = new Report({ taskId: "report", dag, title: "Daily", rows });
  assert.equal(report.args.title, "Daily");
  assert.throws(() => report.args.rows, {
    code: "unresolved-reference",
    message: /DAG "etl": argument "rows" of task "report" comes from an upstream/,
    hint: /read this\.args\.rows inside execute\(\)/,
  });
});

test("a constructor that reads a reference fails where the operator is made", () => {
  class Eager extends BaseOperator<{ rows: number[] }> {
    readonly count = this.args.rows.length;
    execute(): void {}
  }
  assertRefused(
    () => {
      const dag = new DAG("etl");
      new Eager({ taskId: "eager", dag, rows: extractIn(dag).output("rows") });
      return dag;
    },
    {
      code: "unresolved-reference",
      message: /argument "rows" of task "eager"/,
      hint: /inside execute/,
      at: "new Eager(",
    },
  );
});

/** A report below `extract`, which a short circuit may skip, and `other`, which always runs. */
function belowSkipped(triggerRule: TriggerRule, orNull: boolean): DAG {
  const dag = new DAG("etl");
  const stop = new ShortCircuitFunctionOperator({
    taskId: "stop",
    dag,
    callable: () => true,
    ignoreDownstreamTriggerRules: false,
  });
  const extract = extractIn(dag).after(stop);
  const rows = extract.output("rows");
  const given = (orNull ? rows.orNull() : rows) as Input<number[]>; // null is not looked at here
  const report = new Report({ taskId: "report", dag, title: "", rows: given, triggerRule });
  report.after(extractIn(dag, "other"));
  return dag;
}

for (const rule of ["none_failed", "none_failed_min_one_success"] as const) {
  test(`under ${rule}, data that may be skipped is taken with .orNull()`, () => {
    assertRefused(() => belowSkipped(rule, false), {
      code: "missing-may-be-null",
      message: /"report": argument "rows" is "rows" of task "extract", which may be skipped/,
      hint: /take it with \.orNull\(\)/,
      at: "new Report(",
    });
    const [, extract] = belowSkipped(rule, true).spec().tasks;
    const fallbacks = extract?.outputs.map(({ whenSkipped }) => whenSkipped);
    assert.deepEqual(fallbacks, ["null", "null"]);
  });
}

test("under all_success no data is missing: what skips the upstream skips the reader", () => {
  assert.equal(taskOf(belowSkipped("all_success", false), "report").inputs.length, 1);
});

const NO_DATA: readonly [TriggerRule, RegExp][] = [
  ["all_done", /under all_done, which lets it run after a failure/],
  ["all_failed", /under all_failed, which lets it run only after failures/],
  ["one_failed", /under one_failed, which lets it run after a failure/],
  ["one_success", /under one_success, which lets it run after a failure/],
  ["none_skipped", /under none_skipped, which lets it run after a failure/],
  ["all_skipped", /under all_skipped, which lets it run only when nothing was put out/],
];

for (const [rule, message] of NO_DATA) {
  test(`under ${rule}, no data can be taken, not even with .orNull()`, () => {
    for (const orNull of [false, true]) {
      const hint = /use another trigger rule, or take no data and draw the edge with after\(\)/;
      const expected = { code: "data-after-failure", message, hint, at: "new Report(" };
      assertRefused(() => belowSkipped(rule, orNull), expected);
    }
  });

  test(`under ${rule}, no list can be fanned out over`, () => {
    assertRefused(
      () => {
        const dag = new DAG("etl");
        const over = extractIn(dag).output("rows");
        new Each({ taskId: "each", dag, over, triggerRule: rule });
        return dag;
      },
      {
        code: "data-after-failure",
        message: /"rows" of task "extract"/,
        hint: /./,
        at: "new Each(",
      },
    );
  });
}

test("what a reader and its upstream are skipped by alike needs no .orNull()", () => {
  const dag = new DAG("etl");
  const stop = new ShortCircuitFunctionOperator({ taskId: "stop", dag, callable: () => true });
  const extract = extractIn(dag).after(stop);
  const rows = extract.output("rows");
  new Report({ taskId: "report", dag, title: "", rows, triggerRule: "none_failed" });
  assert.deepEqual(taskOf(dag, "report").upstream, ["extract"]);
});

test("the only upstream of a task that wants one success has put its data out", () => {
  const dag = new DAG("etl");
  const stop = new ShortCircuitFunctionOperator({
    taskId: "stop",
    dag,
    callable: () => true,
    ignoreDownstreamTriggerRules: false,
  });
  const rows = extractIn(dag).after(stop).output("rows");
  const triggerRule = "none_failed_min_one_success";
  new Report({ taskId: "report", dag, title: "", rows, triggerRule });
  assert.equal(taskOf(dag, "report").inputs.length, 1);
});

test("a fan-out that was skipped is an empty list, and needs no .orNull()", () => {
  const dag = new DAG("etl");
  const stop = new ShortCircuitFunctionOperator({
    taskId: "stop",
    dag,
    callable: () => true,
    ignoreDownstreamTriggerRules: false,
  });
  const over = extractIn(dag).after(stop).output("rows");
  const each = new Each({ taskId: "each", dag, over });
  const rows = each.output("return_value");
  new Report({ taskId: "report", dag, title: "", rows, triggerRule: "none_failed" });
  assert.equal(taskOf(dag, "each").outputs[0]?.whenSkipped, "[]");
});

test("an output of a task that always runs has nothing to stand for it", () => {
  const dag = new DAG("etl");
  extractIn(dag);
  const fallbacks = taskOf(dag, "extract").outputs.map(({ whenSkipped }) => whenSkipped);
  assert.deepEqual(fallbacks, [undefined, undefined]);
});

test("mistakes of several references are told together", () => {
  const problems = problemsOf(() => {
    const dag = new DAG("etl");
    const extract = extractIn(dag);
    const rows = extract.output("undecorated");
    const count = extract.output("plain") as unknown as Input<number>; // the wrong type, too
    new Report({ taskId: "report", dag, title: "", rows, count, triggerRule: "all_done" });
    return dag;
  });
  const codes = problems.map(({ code }) => code);
  assert.deepEqual(codes, [
    "unknown-output",
    "unknown-output",
    "data-after-failure",
    "data-after-failure",
  ]);
  for (const problem of problems) {
    const { code } = problem;
    assertProblem(problem, { code, message: /"report"/, hint: /./, at: "new Report(" });
  }
});

class Named extends BaseOperator {
  execute(): void {}

  @artifactProperty()
  get größe(): number {
    return 1;
  }

  @artifactProperty()
  get "with-hyphen"(): number {
    return 1;
  }

  @artifactProperty()
  get return_value(): number {
    return 1;
  }
}

test("artifact properties whose names Argo does not take, or airgo has, are refused", () => {
  const problems = problemsOf(() => {
    const dag = new DAG("etl");
    new Named({ taskId: "named", dag });
    return dag;
  });
  assert.deepEqual(
    problems.map(({ code, message }) => [code, /property "([^"]+)"/.exec(message)?.[1]]),
    [
      ["invalid-output", "größe"],
      ["invalid-output", "with-hyphen"],
      ["invalid-output", "return_value"],
    ],
  );
});

test("an artifact property of a short circuit may not have its output's name", () => {
  class Stop extends ShortCircuitFunctionOperator {
    @artifactProperty()
    get short_circuit(): number {
      return 1;
    }
  }
  assertRefused(
    () => {
      const dag = new DAG("etl");
      new Stop({ taskId: "stop", dag, callable: () => true });
      return dag;
    },
    {
      code: "invalid-output",
      message: /"short_circuit" of Stop has the name of an output of airgo's own/,
      hint: /another name/,
      at: "new Stop(",
    },
  );
});

import assert from "node:assert/strict";
import test from "node:test";
import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  type Context,
  DAG,
  FailTask,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "airgo";
import { runDag, runTask } from "airgo/testing";

const dag = new DAG("shop", { params: { currency: "EUR" }, defaultArgs: { retries: 1 } });

class Extract extends BaseOperator {
  execute() {}
  @artifactProperty()
  get orders(): number[] {
    return [3, 4];
  }
}

class Convert extends RuntimeParallelizeOperator<number> {
  execute(context: Context) {
    context.logger.info({ amount: this.parameter }, "converting");
    if (this.parameter < 0) throw new FailTask("a negative amount");
  }
  @artifactProperty()
  get amount(): number {
    return this.parameter * 2;
  }
}

class Report extends BaseOperator<{ amounts: number[]; title: string }> {
  execute({ params, executionDate }: Context) {
    const sum = this.args.amounts.reduce((a, b) => a + b, 0);
    return `${this.args.title} ${executionDate.toISOString().slice(0, 10)}: ${sum} ${params.currency}`;
  }
}

class IsQuiet extends ShortCircuitOperator<{ amounts: number[] }> {
  execute() {}
  get shortCircuitWhen() {
    return this.args.amounts.length === 0;
  }
}

class Choose extends BranchOperator {
  choose() {
    return "thanks";
  }
}

const extract = new Extract({ taskId: "extract", dag });
const convert = new Convert({ taskId: "convert", dag, over: extract.output("orders") });
const amounts = convert.output("amount");
const report = new Report({ taskId: "report", dag, title: "Daily", amounts });
const isQuiet = new IsQuiet({ taskId: "is-quiet", dag, amounts });
const choose = new Choose({ taskId: "choose", dag }).after(isQuiet);
const thanks = dag.task(
  "thanks",
  async ({ text }: { text: string }) => text.length,
)({
  text: report.output("return_value"),
});
thanks.after(choose);
const half = dag.task("half", ({ amount }: { amount: number }) => amount / 2);
const halves = half.expand({ amount: amounts });
dag.task("sum", ({ halves }: { halves: number[] }) => halves.length)({ halves });

test("runDag gives phases, outputs and logs, and injects failures", async () => {
  const good = await runDag(dag, { executionDate: "2019-03-07" });
  assert.deepEqual(new Set(Object.values(good.phases)), new Set(["Succeeded"]));
  assert.deepEqual(good.tasks.convert?.outputs, { amount: [6, 8] });
  assert.deepEqual(good.tasks.report?.outputs, { return_value: "Daily 2019-03-07: 14 EUR" });
  assert.deepEqual(
    good.logs.map(({ taskId, mapIndex, message, fields }) => [taskId, mapIndex, message, fields]),
    [
      ["convert", 0, "converting", { amount: 3 }],
      ["convert", 1, "converting", { amount: 4 }],
    ],
  );
  const bad = await runDag(dag, { faults: ["extract:1", "report"] });
  assert.equal(bad.phase, "Failed");
  assert.equal(bad.tasks.extract?.attempts, 2);
  assert.equal(bad.phases.report, "Failed");
  assert.equal(bad.phases.thanks, "Omitted");
});

test("runTask runs one task with the inputs, the date and the parameters it is given", async () => {
  const run = await runTask(report, {
    inputs: { amounts: [1, 2] },
    params: { currency: "USD" },
    executionDate: "2020-01-01",
  });
  const returned: string | undefined = run.returned;
  assert.equal(returned, "Daily 2020-01-01: 3 USD");
  assert.equal(run.phase, "Succeeded");
});

test("runTask runs one item of a mapped task", async () => {
  const run = await runTask(convert, { item: 5 });
  const amount: number | undefined = run.outputs.amount;
  assert.equal(amount, 10);
  const failed = await runTask(convert, { item: -1 });
  assert.deepEqual([failed.phase, failed.attempts, failed.outputs], ["Failed", 1, {}]);
  assert.match(failed.message ?? "", /a negative amount/);
});

test("runTask tells what a short circuit and a branch decided", async () => {
  assert.equal((await runTask(isQuiet, { inputs: { amounts: [] } })).stops, true);
  assert.equal((await runTask(isQuiet, { inputs: { amounts: [1] } })).stops, false);
  assert.deepEqual((await runTask(choose)).chosen, ["thanks"]);
  assert.equal((await runTask(report, { inputs: { amounts: [] } })).stops, undefined);
});

test("runTask runs called task functions, also those that nothing takes from", async () => {
  const run = await runTask(thanks, { inputs: { text: "four" } });
  const returned: number | undefined = run.returned;
  assert.equal(returned, 4);
  const one = await runTask(halves, { item: 8 });
  assert.deepEqual(one.returned, [4]);
});

test("runTask refuses inputs that are missing, unknown, or cannot cross", async () => {
  await assert.rejects(runTask(report), {
    code: "missing-input",
    message: /"amounts" of task "report"/,
  });
  await assert.rejects(runTask(report, { inputs: { amounts: [1], title: "Mine" } }), {
    code: "unknown-option",
    hint: /a literal stays as it is/,
  });
  await assert.rejects(runTask(convert), { code: "missing-input", message: /no item/ });
  const unserializable: unknown = [() => 1];
  await assert.rejects(runTask(thanks, { inputs: { text: unserializable } }), {
    code: "unserializable-value",
  });
  // @ts-expect-error: an item is a number
  await runTask(convert, { item: "five" });
  // @ts-expect-error: amounts are numbers
  await runTask(report, { inputs: { amounts: ["one"] } });
});

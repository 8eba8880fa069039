import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, BranchOperator, DAG } from "airgo";
import { graphModel, type TaskState } from "../../src/picture/graph-model.ts";
import { toDot } from "../../src/picture/to-dot.ts";
import { toMermaid } from "../../src/picture/to-mermaid.ts";
import { toSvg } from "../../src/picture/to-svg.ts";
import { toText } from "../../src/picture/to-text.ts";

function exampleDag(): DAG {
  const dag = new DAG("example");
  const list = dag.task("list", async () => [1, 2]);
  const each = dag.task("each", async ({ n }: { n: number }) => n);
  const stop = dag.shortCircuit("stop", async () => false);
  const sum = dag.task("sum", async ({ all }: { all: number[] }) => all.length > 0);
  const end = dag.task("end", async () => undefined);
  const source = list();
  stop().before(source);
  const { yes } = dag.if(sum({ all: each.expand({ n: source }) }));
  dag.group("late", () => end(undefined, { triggerRule: "none_failed" }).after(yes));
  return dag;
}

test("an edge is labelled by the output that it carries, or by the way that opens it", () => {
  const { edges } = graphModel(exampleDag().spec());
  assert.deepEqual(
    edges.map(({ from, to, labels, gated }) => [`${from} → ${to}`, labels.join(), gated]),
    [
      ["stop → list", "", false],
      ["list → each", "each of return_value", false],
      ["each → sum", "return_value", false],
      ["sum → late-end", "yes", true],
    ],
  );
});

test("a task's shape says its kind, and its trigger rule stands below its id", () => {
  const dot = toDot(graphModel(exampleDag().spec()));
  assert.match(dot, /"stop" \[shape=octagon/);
  assert.match(dot, /"each" \[[^\]]*peripheries=2/);
  assert.match(dot, /"late-end" \[[^\]]*label="late-end\\nnone_failed"/);
  assert.match(dot, /subgraph cluster_\d+ \{\n {4}label="late"/);
});

test("a branch is drawn as one, and its edges are dashed", () => {
  const dag = new DAG("branches");
  class Choose extends BranchOperator {
    choose() {
      return "left";
    }
  }
  class Nothing extends BaseOperator {
    execute() {}
  }
  const choose = new Choose({ taskId: "choose", dag });
  choose.before(new Nothing({ taskId: "left", dag }), new Nothing({ taskId: "right", dag }));
  const dot = toDot(graphModel(dag.spec()));
  assert.match(dot, /"choose" \[shape=hexagon/);
  assert.match(dot, /"choose" -> "right" \[style=dashed\]/);
});

test("a run colours the picture, by phase and with durations", async () => {
  const states = new Map<string, TaskState>([
    ["list", { phase: "Succeeded", note: "2s" }],
    ["each", { phase: "Failed", note: "1m" }],
    ["sum", { phase: "Omitted", note: undefined }],
  ]);
  const model = graphModel(exampleDag().spec(), states);
  const svg = await toSvg(model);
  assert.match(svg, /class="node task succeeded"/);
  assert.match(svg, /class="node mapped failed"/);
  assert.match(svg, />Failed 1m</);
  assert.match(svg, /prefers-color-scheme: dark/);
  assert.match(toMermaid(model), /class t_each Failed/);
});

test("a Mermaid chart gives every task an id that Mermaid takes", () => {
  const chart = toMermaid(graphModel(exampleDag().spec()));
  assert.match(chart, /^flowchart LR\n/);
  assert.match(chart, / {4}t_late_end\("late-end<br\/>none_failed"\)/);
  assert.match(chart, / {2}t_list -->\|"each of return_value"\| t_each/);
  assert.match(chart, / {2}t_sum -.->\|"yes"\| t_late_end/);
});

test("the terminal shows boxes, and an arrow into each task that has an upstream", async () => {
  const dag = new DAG("boxes");
  const task = (id: string) => dag.task(id, async () => undefined)();
  task("extract").before([task("load"), task("report")]);
  assert.equal(
    await toText(graphModel(dag.spec())),
    [
      "    ┌─────────┐",
      "    │ extract │",
      "    └─────────┘",
      "     ╷      ╷",
      "     ▼      ▼",
      "┌──────┐   ┌────────┐",
      "│ load │   │ report │",
      "└──────┘   └────────┘",
      "",
    ].join("\n"),
  );
});

test("150 tasks are laid out, every one in the picture", async () => {
  const dag = new DAG("wide");
  const step = dag.task("step", async () => undefined);
  let above = [step(undefined, { id: "root" })];
  for (let layer = 0; layer < 15; layer++) {
    const row = Array.from({ length: 10 }, (_, index) => step({}, { id: `t-${layer}-${index}` }));
    for (const [index, task] of row.entries()) task.after(above[index % above.length] ?? []);
    above = row;
  }
  const svg = await toSvg(graphModel(dag.spec()));
  assert.equal(svg.match(/class="node task"/g)?.length, 151);
});

// Trigger rules: the two conditions of each task, judged by Airflow's own rules over the states of its upstreams.

import assert from "node:assert/strict";
import test from "node:test";
import {
  BaseOperator,
  BranchOperator,
  chain,
  DAG,
  FunctionOperator,
  type Phase,
  ShortCircuitFunctionOperator,
  type TriggerRule,
} from "airgo";
import fc from "fast-check";
import {
  type Condition,
  conditionsOf,
  type OutputLeaf,
  type StatusLeaf,
} from "../../src/core/conditions.ts";

type Leaf = StatusLeaf | OutputLeaf;

function holds<L extends Leaf>(condition: Condition<L>, leaf: (leaf: L) => boolean): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, leaf));
  if ("any" in condition) return condition.any.some((part) => holds(part, leaf));
  return leaf(condition);
}

/** What a run is like: how each task ends if it runs, and which outputs are "true". */
interface Outcomes {
  readonly ends: ReadonlyMap<string, Phase>;
  /** `task parameter` of each short circuit that stops and each way that is chosen. */
  readonly says: ReadonlySet<string>;
}

/** The phases that the conditions of a DAG give its tasks, as the controller would ask them. */
function phasesOf(dag: DAG, { ends, says }: Outcomes): Map<string, Phase> {
  const phases = new Map<string, Phase>();
  const isTrue = ({ taskId, parameter }: OutputLeaf) =>
    phases.get(taskId) === "Succeeded" && says.has(`${taskId} ${parameter}`);
  const leaf = (it: Leaf): boolean =>
    it.kind === "status"
      ? it.phases.includes(phases.get(it.taskId) ?? assert.fail(`${it.taskId} is not above`))
      : String(isTrue(it)) === it.equals;
  for (const [taskId, { depends, when }] of conditionsOf(dag.spec())) {
    if (depends !== undefined && !holds(depends, leaf)) phases.set(taskId, "Omitted");
    else if (!when.every((clause) => holds(clause, leaf))) phases.set(taskId, "Skipped");
    else phases.set(taskId, ends.get(taskId) ?? "Succeeded");
  }
  return phases;
}

const run = () => undefined;

// For two upstreams that Succeeded (S), Failed (F, also Error and Omitted) or were sKipped (K): what the task does.
const TABLE = `
                              SS SF SK FF FK KK
  all_success                 R  O  K  O  O  K
  none_failed                 R  O  R  O  O  R
  none_failed_min_one_success R  O  R  O  O  K
  one_success                 R  R  R  O  O  K
  all_done                    R  R  R  R  R  R
  all_failed                  K  K  K  R  K  K
  one_failed                  K  R  K  R  R  K
  all_skipped                 K  K  K  K  K  R
  none_skipped                R  R  K  R  K  K
`;

const MEANS: Readonly<Record<string, readonly Phase[]>> = {
  S: ["Succeeded"],
  F: ["Failed", "Error", "Omitted"],
  K: ["Skipped"],
};
const DOES: Readonly<Record<string, Phase>> = { R: "Succeeded", O: "Omitted", K: "Skipped" };

/** `below`, under a rule, below x and y, each of which can end in any phase. */
function joinOf(triggerRule: TriggerRule, ends: readonly [Phase, Phase]) {
  const dag = new DAG("join");
  const outcomes = { ends: new Map<string, Phase>(), says: new Set<string>() };
  const upstreams = (["x", "y"] as const).map((taskId, index) => {
    const phase = ends[index] ?? "Succeeded";
    const above = new FunctionOperator({ taskId: `above-${taskId}`, dag, callable: run });
    const stop = new ShortCircuitFunctionOperator({
      taskId: `stop-${taskId}`,
      dag,
      callable: () => true,
      ignoreDownstreamTriggerRules: false,
    });
    if (phase === "Omitted") outcomes.ends.set(above.taskId, "Failed");
    else if (phase === "Skipped") outcomes.says.add(`${stop.taskId} short_circuit`);
    else outcomes.ends.set(taskId, phase);
    return new FunctionOperator({ taskId, dag, callable: run }).after(above, stop);
  });
  new FunctionOperator({ taskId: "below", dag, callable: run, triggerRule }).after(upstreams);
  return { dag, outcomes };
}

const [header = "", ...rows] = TABLE.trim().split("\n");
for (const row of rows) {
  const [rule = "", ...results] = row.trim().split(/\s+/);
  test(`${rule} runs, skips and omits as Airflow's does, for all phases of two upstreams`, () => {
    for (const [column, pair] of header.trim().split(/\s+/).entries()) {
      const expected = DOES[results[column] ?? ""];
      const [first = [], second = []] = Array.from(pair, (letter) => MEANS[letter] ?? []);
      for (const ends of first.flatMap((a) =>
        second.flatMap(
          (b) =>
            [
              [a, b],
              [b, a],
            ] as const,
        ),
      )) {
        const { dag, outcomes } = joinOf(rule as TriggerRule, ends); // the table's own words
        const phases = phasesOf(dag, outcomes);
        assert.deepEqual([phases.get("x"), phases.get("y")], ends);
        assert.equal(phases.get("below"), expected, `${rule} below ${ends.join(" and ")}`);
      }
    }
  });
}

test("a task without upstreams runs, whatever its rule", () => {
  for (const triggerRule of rows.map((row) => row.trim().split(" ")[0] as TriggerRule)) {
    const dag = new DAG("alone");
    new FunctionOperator({ taskId: "a", dag, callable: run, triggerRule });
    const [conditions] = conditionsOf(dag.spec()).values();
    assert.deepEqual(conditions, { depends: undefined, when: [] }, triggerRule);
  }
});

/** stop → a → b (all_done) → c */
function belowStop(hard: boolean) {
  const dag = new DAG("stop");
  const stop = new ShortCircuitFunctionOperator({
    taskId: "stop",
    dag,
    callable: () => true,
    ignoreDownstreamTriggerRules: hard,
  });
  const [a, b, c] = (["all_success", "all_done", "all_success"] as const).map(
    (triggerRule, index) =>
      new FunctionOperator({ taskId: "abc"[index] ?? "", dag, callable: run, triggerRule }),
  );
  if (a && b && c) chain(stop, a, b, c);
  return [...phasesOf(dag, { ends: new Map(), says: new Set(["stop short_circuit"]) }).values()];
}

test("a short circuit skips everything below it, whatever the trigger rules", () => {
  assert.deepEqual(belowStop(true), ["Succeeded", "Skipped", "Skipped", "Skipped"]);
});

test("a soft short circuit stops at the first other trigger rule", () => {
  assert.deepEqual(belowStop(false), ["Succeeded", "Skipped", "Succeeded", "Succeeded"]);
});

test("all_success mentions Skipped only for upstreams that can be skipped", () => {
  const dag = new DAG("plain");
  const a = new FunctionOperator({ taskId: "a", dag, callable: run });
  const b = new FunctionOperator({ taskId: "b", dag, callable: run }).after(a);
  const stop = new ShortCircuitFunctionOperator({ taskId: "stop", dag, callable: () => true });
  new FunctionOperator({ taskId: "c", dag, callable: run }).after(b, stop);
  const conditions = conditionsOf(dag.spec());
  const succeeded = (taskId: string) => ({ kind: "status", taskId, phases: ["Succeeded"] });
  assert.deepEqual(conditions.get(dag.spec().tasks[1]?.taskId ?? assert.fail()), {
    depends: succeeded("a"),
    when: [],
  });
  assert.deepEqual([...conditions.values()].at(-1), {
    depends: { all: [succeeded("b"), succeeded("stop")] },
    when: [{ kind: "output", taskId: "stop", parameter: "short_circuit", equals: "false" }],
  });
});

test("below a fan-out that was skipped for an empty list, an all_success task runs", () => {
  const dag = new DAG("empty");
  const list = dag.task("list", (): number[] => [])();
  const each = dag.task("each", ({ n }: { n: number }) => n).expand({ n: list });
  dag.task("sum", ({ all }: { all: number[] }) => all.length)({ all: each });
  const phases = phasesOf(dag, { ends: new Map([["each", "Skipped"]]), says: new Set() });
  assert.deepEqual([...phases.values()], ["Succeeded", "Skipped", "Succeeded"]);
});

class Choose extends BranchOperator {
  choose(): string[] {
    return [];
  }
}

test("gates over two outputs of one task must both open; two ways of one output are alternatives", () => {
  class Decide extends BaseOperator {
    execute(): "a" | "b" {
      return "a";
    }
  }
  const dag = new DAG("gates");
  const decide = new Decide({ taskId: "decide", dag });
  const { a, b } = dag.switch(decide.output("return_value"), ["a", "b"]);
  const other = dag.task("other", (): boolean => true)();
  const { yes } = dag.if(other);
  new FunctionOperator({ taskId: "either", dag, callable: run }).after(a, b);
  new FunctionOperator({ taskId: "both", dag, callable: run }).after(a).after(yes);
  const below = (...says: string[]) => {
    const phases = phasesOf(dag, { ends: new Map(), says: new Set(says) });
    return [phases.get("either"), phases.get("both")];
  };
  const [openA, openB] = ["decide if_return_value-a", "decide if_return_value-b"];
  const openYes = "other if_return_value-yes";
  assert.deepEqual(below(), ["Skipped", "Skipped"]);
  assert.deepEqual(below(openA), ["Succeeded", "Skipped"]);
  assert.deepEqual(below(openB, openYes), ["Succeeded", "Skipped"]);
  assert.deepEqual(below(openA, openYes), ["Succeeded", "Succeeded"]);
});

// An independent judge: Airflow's states, from the top of the DAG to its end.

type Kind = "task" | "hard" | "soft" | "branch";

interface Node {
  readonly kind: Kind;
  readonly rule: TriggerRule;
  readonly above: readonly number[];
  readonly end: "Succeeded" | "Failed" | "Error";
  readonly stops: boolean;
  /** Which of the tasks directly below a branch chooses. */
  readonly chooses: readonly number[];
}

type Verdict = "run" | "skipped" | "upstream_failed";

/** `airflow/ti_deps/deps/trigger_rule_dep.py`, in as many words. */
function airflowRule(rule: TriggerRule, states: readonly Phase[]): Verdict {
  const count = (...phases: Phase[]) => states.filter((state) => phases.includes(state)).length;
  const [success, skipped] = [count("Succeeded"), count("Skipped")];
  const failed = count("Failed", "Error", "Omitted");
  const rules: Readonly<Record<TriggerRule, () => Verdict>> = {
    all_success: () => (failed > 0 ? "upstream_failed" : skipped > 0 ? "skipped" : "run"),
    all_failed: () => (success > 0 || skipped > 0 ? "skipped" : "run"),
    all_done: () => "run",
    one_success: () =>
      skipped === states.length ? "skipped" : success > 0 ? "run" : "upstream_failed",
    one_failed: () => (failed > 0 ? "run" : "skipped"),
    none_failed: () => (failed > 0 ? "upstream_failed" : "run"),
    none_failed_min_one_success: () =>
      failed > 0 ? "upstream_failed" : skipped === states.length ? "skipped" : "run",
    none_skipped: () => (skipped > 0 ? "skipped" : "run"),
    all_skipped: () => (skipped === states.length ? "run" : "skipped"),
  };
  return states.length === 0 ? "run" : rules[rule]();
}

function airflowPhases(nodes: readonly Node[]): Phase[] {
  const phases: Phase[] = [];
  const stoppedBy: ReadonlySet<number>[] = []; // hard short circuits above that stopped
  for (const [index, { rule, above, end }] of nodes.entries()) {
    const isStopping = (i: number) => phases[i] === "Succeeded" && nodes[i]?.stops === true;
    const hard = new Set(above.flatMap((i) => [...(stoppedBy[i] ?? [])]));
    for (const i of above) if (nodes[i]?.kind === "hard" && isStopping(i)) hard.add(i);
    stoppedBy.push(hard);
    const isSkipped = above.some((i) => {
      if (nodes[i]?.kind === "soft" || nodes[i]?.kind === "hard") return isStopping(i);
      if (nodes[i]?.kind !== "branch") return false;
      return phases[i] !== "Succeeded" || nodes[i]?.chooses.includes(index) !== true;
    });
    const states = above.map((i) => phases[i] ?? assert.fail("edges lead down"));
    const verdict = airflowRule(rule, states);
    if (verdict === "upstream_failed") phases.push("Omitted");
    else if (verdict === "skipped" || isSkipped || hard.size > 0) phases.push("Skipped");
    else phases.push(end);
  }
  return phases;
}

const RULES = rows.map((row) => row.trim().split(" ")[0] as TriggerRule);

const nodes: fc.Arbitrary<readonly Node[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Kind>("task", "task", "task", "hard", "soft", "branch"),
      rule: fc.oneof(fc.constant<TriggerRule>("all_success"), fc.constantFrom(...RULES)),
      above: fc.array(fc.nat(7), { maxLength: 3 }),
      end: fc.constantFrom("Succeeded", "Succeeded", "Failed", "Error"),
      stops: fc.boolean(),
      chooses: fc.array(fc.nat(8), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map((node, index) => ({
      ...node,
      above: [...new Set(node.above.filter((i) => i < index))],
    })),
  );

function operatorOf(dag: DAG, taskId: string, { kind, rule }: Node): BaseOperator {
  const options = { taskId, dag, triggerRule: rule };
  if (kind === "branch") return new Choose(options);
  if (kind === "task") return new FunctionOperator({ ...options, callable: run });
  const ignoreDownstreamTriggerRules = kind === "hard";
  return new ShortCircuitFunctionOperator({
    ...options,
    callable: () => true,
    ignoreDownstreamTriggerRules,
  });
}

test("any DAG of rules, branches and short circuits gets the phases that Airflow's states say", () => {
  fc.assert(
    fc.property(nodes, (list) => {
      const dag = new DAG("any");
      const tasks = list.map((node, index) => operatorOf(dag, `t${index}`, node));
      const outcomes = { ends: new Map<string, Phase>(), says: new Set<string>() };
      for (const [index, { above, end, stops, chooses }] of list.entries()) {
        tasks[index]?.after(tasks.filter((_, i) => above.includes(i)));
        outcomes.ends.set(`t${index}`, end);
        if (stops) outcomes.says.add(`t${index} short_circuit`);
        for (const chosen of chooses) outcomes.says.add(`t${index} to_t${chosen}`);
      }
      const phases = phasesOf(dag, outcomes);
      const expected = airflowPhases(list);
      assert.deepEqual(
        list.map((_, index) => phases.get(`t${index}`)),
        expected,
      );
    }),
    { numRuns: 2000 },
  );
});

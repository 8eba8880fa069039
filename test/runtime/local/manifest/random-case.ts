// Random DAGs with scripted tasks, in the form of the recordings.

import fc from "fast-check";
import type { CaseTask, ConformanceCase, Step } from "../../../conformance/conformance-case.ts";

// Numbers that choose among what is possible at a place: so that a failing DAG shrinks to a small one.
const CHOICE = fc.nat({ max: 255 });

interface Draft {
  readonly kind: number;
  readonly upstream: readonly number[];
  readonly rule: number;
  readonly ways: readonly number[];
  readonly reads: readonly number[];
  readonly retries: number;
  readonly soft: boolean;
  readonly exits: readonly number[];
  readonly stop: boolean;
  readonly choose: readonly string[];
  readonly items: readonly number[];
}

const DRAFT: fc.Arbitrary<Draft> = fc.record({
  kind: CHOICE,
  upstream: fc.array(CHOICE, { maxLength: 3 }),
  rule: CHOICE,
  ways: fc.array(CHOICE, { maxLength: 3 }),
  reads: fc.array(CHOICE, { maxLength: 2 }),
  retries: fc.nat({ max: 2 }),
  soft: fc.boolean(),
  exits: fc.array(fc.constantFrom(0, 0, 0, 0, 0, 1, 99), { minLength: 1, maxLength: 3 }),
  stop: fc.boolean(),
  choose: fc.uniqueArray(fc.constantFrom("left", "right")),
  items: fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
});

export const RANDOM_CASE: fc.Arbitrary<ConformanceCase> = fc
  .array(DRAFT, { minLength: 1, maxLength: 8 })
  .map((drafts) => {
    const tasks: CaseTask[] = [];
    for (const draft of drafts) tasks.push(taskOf(draft, tasks));
    return { name: "random", says: "a random DAG", tasks, expect: { phase: "", tasks: {} } };
  });

const KINDS = [
  "task",
  "task",
  "task",
  "short-circuit",
  "branch",
  "list",
  "list",
  "mapped",
  "mapped",
];
const RULES = [
  undefined,
  undefined,
  undefined,
  "all_done",
  "all_failed",
  "all_skipped",
  "one_failed",
  "one_success",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
];
// Under the others a task may run below a failure, which puts nothing out.
const MAY_READ = [undefined, undefined, "none_failed", "none_failed_min_one_success"];

function taskOf(draft: Draft, above: readonly CaseTask[]): CaseTask {
  const upstream = [...new Set(draft.upstream.map((choice) => pick(above, choice)?.id))];
  const common = {
    id: `t${above.length}`,
    upstream: upstream.filter((id) => id !== undefined),
    retries: draft.retries,
    script: draft.exits.map((exit): Step => ({ exit, stop: draft.stop, choose: draft.choose })),
  };
  const branches = branchesOf(common.upstream, draft, above);
  const kind = pick(KINDS, draft.kind) ?? "task";
  return { ...common, ...branches, ...ofKind(kind, draft, above) };
}

type Own = Pick<CaseTask, "kind"> & Partial<CaseTask>;

function ofKind(kind: string, draft: Draft, above: readonly CaseTask[]): Own {
  const lists = above.filter((task) => task.outputs?.includes("items") || task.kind === "mapped");
  const list = pick(lists, draft.items.length);
  if (kind === "short-circuit") {
    return { kind, ...ruleOf(RULES, draft), ignoreDownstreamTriggerRules: !draft.soft };
  }
  if (kind === "branch") return { kind, ...ruleOf(RULES, draft) };
  if (kind === "mapped" && list !== undefined) {
    const over = { task: list.id, output: list.outputs?.[0] ?? "" };
    return { kind, over, outputs: [draft.soft ? "items" : "r"], ...ruleOf(MAY_READ, draft) };
  }
  if (kind === "list") {
    const script = draft.exits.map((exit) => ({ exit, outputs: { items: draft.items } }));
    return { kind: "task", outputs: ["items"], script, ...ruleOf(RULES, draft) };
  }
  return { kind: "task", ...readsOf(draft, above) };
}

function ruleOf(rules: readonly (string | undefined)[], { rule }: Draft) {
  const chosen = pick(rules, rule);
  return chosen === undefined ? {} : { rule: chosen };
}

function readsOf(draft: Draft, above: readonly CaseTask[]): Partial<CaseTask> {
  const sources = above.filter((task) => (task.outputs ?? []).length > 0);
  const reads = draft.reads.slice(0, 2).flatMap((choice, index) => {
    const source = pick(sources, choice);
    const output = source?.outputs?.[0];
    if (source === undefined || output === undefined) return [];
    return [[index === 0 ? "a" : "b", { task: source.id, output }] as const];
  });
  if (reads.length === 0) return ruleOf(RULES, draft);
  return { reads: Object.fromEntries(reads), ...ruleOf(MAY_READ, draft) };
}

/** Some of the edges from branches are taken for one way, or for two, and the others always. */
function branchesOf(upstream: readonly string[], draft: Draft, above: readonly CaseTask[]) {
  const branches: Record<string, readonly string[]> = {};
  for (const [index, id] of upstream.entries()) {
    const ways = [undefined, ["left"], ["right"], ["left", "right"]][(draft.ways[index] ?? 0) % 4];
    const isBranch = above.some((task) => task.id === id && task.kind === "branch");
    if (isBranch && ways !== undefined) branches[id] = ways;
  }
  return Object.keys(branches).length === 0 ? {} : { branches };
}

function pick<Value>(values: readonly Value[], choice: number): Value | undefined {
  return values.length === 0 ? undefined : values[choice % values.length];
}

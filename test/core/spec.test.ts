import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, type Context, DAG, FunctionOperator } from "airgo";
import { parseTaskId } from "../../src/core/names.ts";
import type { TaskSpec } from "../../src/core/spec.ts";
import { structureHash } from "../../src/core/structure-hash.ts";

class Say extends BaseOperator<{ message: string }> {
  execute(): string {
    return this.args.message;
  }
}

function exampleDag(): DAG {
  const dag = new DAG("example", {
    schedule: "@daily",
    params: { place: { location: "north", operator: "none" } },
    labels: { team: "data" },
    defaultArgs: { parameters: { MODE: "fast" } },
  });
  const list = dag.task("list", async () => ["a", "b"])();
  const size = dag.task("size", ({ key }: { key: string }) => key.length).expand({ key: list });
  const { yes } = dag.if(dag.task("ask", (): boolean => true)());
  new Say({ taskId: "say", dag, message: "hi" }).after(size, yes);
  return dag;
}

/** Every object in a tree of plain data, without what getters make. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.values(Object.getOwnPropertyDescriptors(value));
  return [value, ...members.flatMap((member) => objectsIn(member.value))];
}

test("a spec is frozen, all the way down", () => {
  const objects = objectsIn(exampleDag().spec());
  assert.ok(objects.length > 40);
  assert.deepEqual(
    objects.filter((it) => !Object.isFrozen(it)),
    [],
  );
});

test("freezing a spec leaves what the DAG file holds as it was", () => {
  const params = { list: [1] };
  const labels: Record<string, string> = { team: "data" };
  const dag = new DAG("etl", { params, labels });
  new Say({ taskId: "say", dag, message: "" });
  dag.spec();
  params.list.push(2);
  labels.more = "x";
  assert.deepEqual(dag.spec().params, { list: [1, 2] });
  assert.deepEqual(dag.spec().labels, { team: "data", more: "x" });
});

test("a spec is made anew each time: tasks that come later are in the next one", () => {
  const dag = exampleDag();
  assert.equal(dag.spec().tasks.length, 4);
  new Say({ taskId: "more", dag, message: "" });
  assert.equal(dag.spec().tasks.length, 5);
  assert.equal(dag.tasks.length, 5);
});

test("the order of a spec's tasks is the order in which the file placed them", () => {
  const ids = exampleDag()
    .spec()
    .tasks.map(({ taskId }) => taskId);
  assert.deepEqual(ids, ["list", "size", "ask", "say"]);
});

test("the structure hash stays when only code, class names and places in files change", () => {
  const first = new DAG("etl");
  new FunctionOperator({ taskId: "a", dag: first, callable: () => 1 });
  const second = new DAG("etl");
  new Say({ taskId: "a", dag: second, message: "another class, with other arguments" });
  assert.equal(structureHash(first.spec()), structureHash(second.spec()));
  assert.match(structureHash(first.spec()), /^[0-9a-f]{64}$/);
});

const CHANGES: readonly [title: string, change: (dag: DAG) => void][] = [
  ["a task", (dag) => new Say({ taskId: "b", dag, message: "" })],
  ["an option", (dag) => new Say({ taskId: "a", dag, message: "", retries: 1 })],
  [
    "an edge",
    (dag) =>
      dag
        .task("x", () => 1)()
        .after(dag.task("y", () => 1)()),
  ],
];

test("the structure hash changes with what the manifest is made from", () => {
  const hashes = CHANGES.map(([, change]) => {
    const dag = new DAG("etl");
    change(dag);
    return structureHash(dag.spec());
  });
  const withParams = (params: Readonly<Record<string, unknown>>) => {
    const dag = new DAG("etl", { params });
    new Say({ taskId: "a", dag, message: "" });
    return structureHash(dag.spec());
  };
  hashes.push(withParams({ location: "north" }), withParams({ location: "south" }), withParams({}));
  assert.equal(new Set(hashes).size, hashes.length);
});

type Counted = Exclude<keyof TaskSpec, "operator" | "location" | "downstream">;

const OTHER_FIELDS: { readonly [Name in Counted]: TaskSpec[Name] } = {
  taskId: parseTaskId("other"),
  kind: "branch",
  over: { taskId: parseTaskId("list"), output: "rows" },
  group: "group",
  upstream: [parseTaskId("list")],
  triggerRule: "all_done",
  ignoreDownstreamTriggerRules: false,
  gates: [{ upstream: parseTaskId("list"), parameters: ["to_a"] }],
  inputs: [
    {
      name: "rows",
      from: { taskId: parseTaskId("list"), output: "rows" },
      form: "value",
      orNull: false,
    },
  ],
  outputs: [{ kind: "value", parameter: "rows", form: "value", whenSkipped: undefined }],
  retries: 2,
  retryDelay: 3,
  retryExponentialBackoff: true,
  maxRetryDelay: 4,
  executionTimeout: 5,
  resources: {
    requestsCpu: "1",
    requestsMemory: undefined,
    limitsCpu: undefined,
    limitsMemory: undefined,
  },
  template: "other",
  parameters: { NAME: "value" },
  argoExpressions: true,
};

test("every field of a task counts, in the first and below one that is the same but for it", () => {
  const dag = new DAG("etl");
  for (const taskId of ["a", "b"]) new Say({ taskId, dag, message: "" });
  const spec = dag.spec();
  const hashes = [structureHash(spec)];
  for (const [name, value] of Object.entries(OTHER_FIELDS)) {
    for (const changed of [0, 1]) {
      const tasks = spec.tasks.map((task, at) =>
        at === changed ? { ...task, location: undefined, [name]: value } : task,
      );
      hashes.push(structureHash({ ...spec, location: undefined, tasks }));
    }
  }
  assert.equal(new Set(hashes).size, hashes.length);
});

test("the structure hash is the same, whether the defaults or the operators say it", () => {
  const byDefault = new DAG("etl", { defaultArgs: { retries: 1, parameters: { NAME: "value" } } });
  const byOperators = new DAG("etl");
  for (const taskId of ["a", "b"]) {
    new Say({ taskId, dag: byDefault, message: "" });
    const options = { retries: 1, parameters: { NAME: "value" } };
    new Say({ taskId, dag: byOperators, message: "", ...options });
  }
  assert.equal(structureHash(byDefault.spec()), structureHash(byOperators.spec()));
});

test("the structure hash does not depend on the order of keys", () => {
  const hashOf = (labels: Readonly<Record<string, string>>) => {
    const dag = new DAG("etl", { labels });
    new Say({ taskId: "a", dag, message: "" });
    return structureHash(dag.spec());
  };
  assert.equal(hashOf({ a: "1", b: "2" }), hashOf({ b: "2", a: "1" }));
});

test("a DAG's default context is one to call execute() by hand with", () => {
  const dag = new DAG("etl", { params: { region: "north" } });
  const told: Context[] = [];
  const spy = new FunctionOperator({
    taskId: "spy",
    dag,
    callable: (context) => {
      context.progress(1, 2);
      told.push(context);
      return context.params.region;
    },
  });
  assert.equal(spy.execute(dag.defaultContext), "north");
  const [context] = told;
  assert.ok(context);
  const { dagId, tryNumber, mapIndex, executionDate, logicalDate, parameters, signal } = context;
  assert.deepEqual([dagId, tryNumber, mapIndex, parameters], ["etl", 1, -1, {}]);
  assert.equal(executionDate, logicalDate);
  assert.ok(Math.abs(Date.now() - executionDate.getTime()) < 60_000);
  assert.equal(signal.aborted, false);
});

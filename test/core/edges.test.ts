import assert from "node:assert/strict";
import test from "node:test";
import { chain, crossDownstream, DAG, FunctionOperator } from "airgo";
import fc from "fast-check";
import { assertProblem, assertRefused, problemsOf } from "../refusals.ts";

function tasksOf(dag: DAG, ids: string) {
  return Array.from(
    ids,
    (taskId) => new FunctionOperator({ taskId, dag, callable: () => undefined }),
  );
}

/** The edges of a DAG, as "upstream>downstream". */
function edgesOf(dag: DAG): string[] {
  const { tasks } = dag.spec();
  const down = tasks.flatMap((task) => task.downstream.map((id) => `${task.taskId}>${id}`));
  const up = tasks.flatMap((task) => task.upstream.map((id) => `${id}>${task.taskId}`));
  assert.deepEqual(down.toSorted(), up.toSorted(), "upstream and downstream say the same");
  return up.toSorted();
}

type Tasks = ReturnType<typeof tasksOf>;
type Task = FunctionOperator;

const SPELLINGS: readonly [title: string, draw: (a: Task, b: Task, c: Task) => void][] = [
  ["a.before(b, c)", (a, b, c) => a.before(b, c)],
  ["a.before([b, c])", (a, b, c) => a.before([b, c])],
  ["a.before(b).before(c)", (a, b, c) => a.before(b).before(c)],
  ["b.after(a) and c.after([a])", (a, b, c) => [b.after(a), c.after([a])]],
  ["a.setDownstream([b, c])", (a, b, c) => a.setDownstream([b, c])],
  ["b.setUpstream(a) and c.setUpstream([a])", (a, b, c) => [b.setUpstream(a), c.setUpstream([a])]],
  ["chain(a, [b, c])", (a, b, c) => chain(a, [b, c])],
  ["crossDownstream(a, [b, c])", (a, b, c) => crossDownstream(a, [b, c])],
];

for (const [title, draw] of SPELLINGS) {
  test(`${title} draws a>b and a>c`, () => {
    const dag = new DAG("etl");
    const [a, b, c] = tasksOf(dag, "abc");
    if (a && b && c) draw(a, b, c);
    assert.deepEqual(edgesOf(dag), ["a>b", "a>c"]);
  });
}

test("a list may have holes, as an array of a length has", () => {
  const dag = new DAG("etl");
  const [a, b, c] = tasksOf(dag, "abc");
  const holes: Task[] = new Array(3);
  if (b) holes[2] = b;
  if (a && c) a.before(holes).before(holes, c).after(holes.slice(0, 2));
  assert.deepEqual(edgesOf(dag), ["a>b", "a>c"]);
});

test("an operator that is wrapped where it is made takes its upstreams", () => {
  class Wrapped extends FunctionOperator {
    constructor(options: ConstructorParameters<typeof FunctionOperator>[0]) {
      super(options);
      // biome-ignore lint/correctness/noConstructorReturn: what some libraries of wrappers do
      return new Proxy(this, { get: (target, name) => Reflect.get(target, name, target) });
    }
  }
  const dag = new DAG("etl");
  const [a] = tasksOf(dag, "a");
  const wrapped = new Wrapped({ taskId: "w", dag, callable: () => undefined });
  if (a) wrapped.after(a);
  assert.deepEqual(edgesOf(dag), ["a>w"]);
});

test("a chain of tasks and lists fans out, pairs lists and fans in", () => {
  const dag = new DAG("etl");
  const [a, b, c, d, e, f] = tasksOf(dag, "abcdef");
  if (a && b && c && d && e && f) chain(a, [b, c], [d, e], f);
  assert.deepEqual(edgesOf(dag), ["a>b", "a>c", "b>d", "c>e", "d>f", "e>f"]);
});

test("a chain of nothing, or of one task, draws nothing", () => {
  const dag = new DAG("etl");
  const [a] = tasksOf(dag, "a");
  chain();
  if (a) chain(a);
  assert.deepEqual(edgesOf(dag), []);
});

test("crossDownstream draws every edge between two lists", () => {
  const dag = new DAG("etl");
  const [a, b, c, d] = tasksOf(dag, "abcd");
  if (a && b && c && d) crossDownstream([a, b], [c, d]);
  assert.deepEqual(edgesOf(dag), ["a>c", "a>d", "b>c", "b>d"]);
});

test("task functions and operators stand in one edge list, and a repeated edge is one", () => {
  const dag = new DAG("etl");
  const [a, b] = tasksOf(dag, "ab");
  const c = dag.task("c", ({ n }: { n: number }) => n)({ n: dag.task("n", () => 1)() });
  if (a && b) {
    a.before([b, c], b);
    c.after(a, [b, a]).before();
    chain(a, b, c);
  }
  assert.deepEqual(edgesOf(dag), ["a>b", "a>c", "b>c", "n>c"]);
});

test("upstreams stand in the order in which their edges were drawn", () => {
  const dag = new DAG("etl");
  const [a, b, c, d] = tasksOf(dag, "abcd");
  if (a && b && c && d) d.after(c).after(a, b, c);
  assert.deepEqual(dag.spec().tasks[3]?.upstream, ["c", "a", "b"]);
});

test("lists of unequal length side by side in a chain are refused", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const tasks: Tasks = tasksOf(dag, "abcde");
      chain(tasks.slice(0, 2), tasks.slice(2));
      return dag;
    },
    {
      code: "unequal-lists",
      message: /lists of 2 and 3 tasks/,
      hint: /crossDownstream\(\)/,
      at: "chain(tasks",
    },
  );
});

const missing = undefined as unknown as Task; // what a file has that is imported in a circle

const ENDS: readonly [title: string, message: RegExp, at: string, draw: (a: Task) => void][] = [
  ["before(undefined)", /leads to undefined/, "a.before(m", (a) => a.before(missing)],
  ["after(undefined)", /leads to undefined/, "a.after(m", (a) => a.after(missing)],
  ["setUpstream", /leads to undefined/, "a.setUp", (a) => a.setUpstream([missing])],
  ["setDownstream", /leads to undefined/, "a.setDown", (a) => a.setDownstream(missing)],
  ["chain(undefined, a)", /leads to undefined/, "chain(m", (a) => chain(missing, a)],
  ["chain([undefined], [a])", /leads to undefined/, "chain([m", (a) => chain([missing], [a])],
  ["crossDownstream", /leads to undefined/, "cross", (a) => crossDownstream(a, missing)],
];

for (const [title, message, at, draw] of ENDS) {
  test(`an edge to something that is no task is refused where it is drawn: ${title}`, () => {
    const problem = assertRefused(
      () => {
        const dag = new DAG("etl");
        for (const a of tasksOf(dag, "a")) draw(a);
        return dag;
      },
      { code: "foreign-task", message, hint: /give tasks, results of called/, at },
    );
    assert.deepEqual([problem.dagId, problem.taskId], ["etl", "a"]);
  });
}

test("an edge to a task function that was not called, to a gate or to a reference says so", () => {
  const dag = new DAG("etl");
  const [a] = tasksOf(dag, "a");
  const fn = dag.task("fn", (): boolean => true);
  const { yes } = dag.if(fn());
  const ends: [unknown, RegExp][] = [
    [fn, /a function \(a task function must be called first\)/],
    [yes, /a gate/],
    [fn().orNull(), /a reference to an output/],
    [null, /null/],
    ["a", /a string/],
  ];
  for (const [end, message] of ends) {
    assert.throws(() => a?.before(end as Task), { code: "foreign-task", message });
  }
});

test("an edge to a task of another DAG is refused, and both DAGs and tasks are named", () => {
  assertRefused(
    () => {
      const other = new DAG("other");
      const dag = new DAG("etl");
      new FunctionOperator({ taskId: "below", dag, callable: () => 1 }).after(tasksOf(other, "x"));
      return dag;
    },
    {
      code: "foreign-task",
      message: /DAG "etl": task "below" has the upstream "x" of DAG "other"/,
      hint: /inside one DAG/,
      at: '"below"',
    },
  );
});

test("a task of another DAG of the same id is another DAG's", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      tasksOf(dag, "a");
      new FunctionOperator({ taskId: "b", dag, callable: () => 1 }).after(
        tasksOf(new DAG("etl"), "a"),
      );
      return dag;
    },
    { code: "foreign-task", message: /of another DAG of that id/, hint: /one DAG/, at: '"b"' },
  );
});

test("a task that is its own upstream is refused", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const a = new FunctionOperator({ taskId: "a", dag, callable: () => 1 });
      a.before(a);
      return dag;
    },
    { code: "self-edge", message: /"a" is its own upstream/, hint: /out/, at: 'taskId: "a"' },
  );
});

test("a cycle is refused as a path along its edges", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const [a, b, c, d] = tasksOf(dag, "abcd");
      if (a && b && c && d) chain(d, a, b, c, a);
      return dag;
    },
    {
      code: "cycle",
      message: /wait for one another: (a → b → c → a|b → c → a → b|c → a → b → c)$/,
      hint: /take one of these edges out/,
      at: "new FunctionOperator(",
    },
  );
});

test("all cycles that share no task are told at once", () => {
  const problems = problemsOf(() => {
    const dag = new DAG("etl");
    const [a, b, c, d, e] = tasksOf(dag, "abcde");
    if (a && b && c && d && e) {
      chain(a, b, a);
      chain(b, c, d, c);
      chain(d, e);
    }
    return dag;
  });
  assert.deepEqual(
    problems.map(({ code, message }) => [code, message.split(": ").at(-1)]),
    [
      ["cycle", "a → b → a"],
      ["cycle", "c → d → c"],
    ],
  );
  for (const problem of problems) {
    assertProblem(problem, { code: "cycle", message: /→/, hint: /out/, at: "FunctionOperator" });
  }
});

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
    ),
  );

test("any set of edges is either kept as it is, or refused with a path that is a cycle of it", () => {
  fc.assert(
    fc.property(graphs, ([count, pairs]) => {
      const dag = new DAG("any");
      const tasks = tasksOf(dag, "abcdefghijkl".slice(0, count));
      const drawn = pairs.filter(([a, b]) => a !== b);
      for (const [above, below] of drawn) {
        tasks[below]?.after(tasks.slice(above, above + 1));
      }
      const edges = new Set(drawn.map((pair) => pair.map((i) => tasks[i]?.taskId).join(">")));
      try {
        assert.deepEqual(edgesOf(dag), [...edges].toSorted());
      } catch (error) {
        assertCycles(error, edges);
      }
    }),
  );
});

function assertCycles(error: unknown, edges: ReadonlySet<string>): void {
  const message = error instanceof Error ? error.message : "";
  assert.match(message, /wait for one another/, String(error));
  for (const line of message.split("\n")) {
    const path = line.replace(/.*: /, "").split(" → ");
    assert.equal(path[0], path.at(-1));
    assert.equal(new Set(path).size, path.length - 1);
    for (const [index, below] of path.slice(1).entries()) {
      assert.ok(edges.has(`${path[index]}>${below}`), line);
    }
  }
}

test("a chain of 10,000 tasks and 22,500 edges between 500 tasks are built without trouble", () => {
  const long = new DAG("long");
  chain(...manyTasks(long, 10_000));
  const dense = new DAG("dense");
  const layers = Array.from({ length: 10 }, (_, layer) =>
    dense.group(`layer-${layer}`, () => manyTasks(dense, 50)),
  );
  for (const [index, below] of layers.slice(1).entries())
    crossDownstream(layers[index] ?? [], below);
  // Time of this process, because others may keep the machine busy.
  const start = process.cpuUsage();
  assert.equal(long.spec().tasks.at(-1)?.upstream.length, 1);
  const edges = dense.spec().tasks.reduce((sum, { upstream }) => sum + upstream.length, 0);
  assert.equal(edges, 22_500);
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 5_000_000, `${user + system} µs`);
});

test("a long cycle is found without recursion", () => {
  const dag = new DAG("round");
  const tasks = manyTasks(dag, 10_000);
  chain(...tasks, ...tasks.slice(0, 1));
  assert.throws(() => dag.spec(), {
    code: "cycle",
    message: / t-9999 → t-0 → t-1 | → t-9999 → t-0$/,
  });
});

function manyTasks(dag: DAG, count: number): Task[] {
  return Array.from(
    { length: count },
    (_, index) => new FunctionOperator({ taskId: `t-${index}`, dag, callable: () => undefined }),
  );
}

import assert from "node:assert/strict";
import test from "node:test";
import {
  BaseOperator,
  chain,
  DAG,
  FunctionOperator,
  type OperatorOptions,
  type OptionsOf,
} from "airgo";
import { assertRefused } from "../refusals.ts";

class Say extends BaseOperator<{ message: string; times?: number }> {
  said = 0;

  execute(): string {
    this.said++;
    return this.args.message.repeat(this.args.times ?? 1);
  }
}

test("execute() by hand is the user's own method on the instance as written", () => {
  const dag = new DAG("etl");
  const say = new Say({ taskId: "say", dag, message: "ab", times: 2 });
  assert.equal(say.execute(), "abab");
  assert.deepEqual([say.taskId, say.dag, say.said], ["say", dag, 1]);
});

test("arguments are what the options say beside the operator's own options", () => {
  const dag = new DAG("etl");
  const say = new Say({ taskId: "say", dag, message: "a", retries: 2, template: "big" });
  assert.deepEqual(say.args, { message: "a" });
});

test("a logger is there without a run", (t) => {
  const lines: unknown[][] = [];
  t.mock.method(console, "info", (...line: unknown[]) => lines.push(line));
  const say = new Say({ taskId: "say", dag: new DAG("etl"), message: "" });
  say.logger.child({ part: 1 }).info({ rows: 3 }, "loaded");
  assert.deepEqual(lines, [["loaded", { taskId: "say", part: 1, rows: 3 }]]);
});

class Taker extends BaseOperator<{ value: unknown }> {
  execute(): void {}
}

/** Runs an operator's DAG and gives what the operator returned. */
async function resultOf(operator: BaseOperator): Promise<unknown> {
  const { dag, taskId } = operator;
  new Taker({ taskId: "taker", dag, value: operator.output("return_value") });
  const { tasks } = await dag.execute();
  return tasks[taskId]?.outputs.return_value;
}

test("every attempt runs on a fresh instance", async () => {
  const seen = new Set<object>();
  class Count extends BaseOperator<{ fails: number }> {
    count = 0;
    execute(context: { tryNumber: number }): number {
      seen.add(this);
      this.count++;
      if (context.tryNumber <= this.args.fails) throw new Error("again");
      return this.count;
    }
  }
  const dag = new DAG("etl", { defaultArgs: { retries: 2 } });
  const count = new Count({ taskId: "count", dag, fails: 2 });
  assert.equal(await resultOf(count), 1);
  assert.equal(seen.size, 3);
  assert.ok(!seen.has(count));
});

class Greet extends BaseOperator<{ name: string }> {
  protected readonly greeting: string;

  constructor(options: OperatorOptions & { readonly name: string }) {
    super(options);
    this.greeting = `Hello ${this.args.name}`;
  }

  execute(): string {
    return this.greeting;
  }
}

class Shout extends Greet {
  override execute(): string {
    return `${super.execute()}!`;
  }
}

test("subclasses of subclasses with constructors of their own work", async () => {
  const dag = new DAG("etl");
  const shout = new Shout({ taskId: "shout", dag, name: "Ann" });
  assert.equal(shout.execute(), "Hello Ann!");
  assert.equal(await resultOf(shout), "Hello Ann!");
});

abstract class Sized<Args extends object> extends BaseOperator<Args & { size: number }> {
  twice(): number {
    return this.args.size * 2;
  }
}

class Box extends Sized<{ label: string }> {
  execute(): string {
    return `${this.args.label}: ${this.twice()}`;
  }
}

test("a class between may leave some arguments to its subclasses", async () => {
  const dag = new DAG("etl");
  const box = new Box({ taskId: "box", dag, label: "b", size: 4 });
  assert.equal(await resultOf(box), "b: 8");
});

test("two classes of one name do not mix", async () => {
  const make = (text: string) => {
    class Same extends BaseOperator<{ more: string }> {
      execute(): string {
        return text + this.args.more;
      }
    }
    return Same;
  };
  const dag = new DAG("etl");
  const [First, Second] = [make("first "), make("second ")];
  const first = new First({ taskId: "first", dag, more: "1" });
  const second = new Second({ taskId: "second", dag, more: "2" });
  assert.equal(await resultOf(second), "second 2");
  assert.equal(first.execute(), "first 1");
});

test("options that a constructor adds are the ones that hold", () => {
  class Patient extends BaseOperator {
    constructor(options: OperatorOptions) {
      super({ ...options, retries: 5 });
    }
    execute(): void {}
  }
  const dag = new DAG("etl");
  new Patient({ taskId: "patient", dag });
  assert.equal(dag.spec().tasks[0]?.retries, 5);
});

test("what a constructor does to an argument is done once, not again at each attempt", async () => {
  class Quoted extends BaseOperator<{ text: string }> {
    constructor(options: OperatorOptions & { readonly text: string }) {
      super({ ...options, text: `"${options.text}"` });
    }
    execute(): string {
      return this.args.text;
    }
  }
  const dag = new DAG("etl");
  assert.equal(await resultOf(new Quoted({ taskId: "q", dag, text: "a" })), '"a"');
});

const table = { table: "orders" };

const NOT_REPEATABLE: readonly [title: string, says: RegExp, make: (dag: DAG) => unknown][] = [
  [
    "keeps an option for itself",
    /its constructor keeps "table" for itself, and "kept" is lost on a fresh instance/,
    (dag) => {
      class Keeps extends BaseOperator {
        readonly kept: string;
        constructor({ table, ...options }: OperatorOptions & { readonly table: string }) {
          super(options);
          this.kept = table;
        }
        execute(): void {}
      }
      return new Keeps({ taskId: "kept", dag, ...table });
    },
  ],
  [
    "cannot do without an option that it keeps",
    /its constructor threw when it was called again: .*undefined/,
    (dag) => {
      class Measures extends BaseOperator {
        readonly length: number;
        constructor({ table, ...options }: OperatorOptions & { readonly table: string }) {
          super(options);
          this.length = table.length;
        }
        execute(): void {}
      }
      return new Measures({ taskId: "kept", dag, ...table });
    },
  ],
  [
    "takes more than one argument",
    /its constructor keeps more than the options for itself, and "kept" is lost/,
    (dag) => {
      class Two extends BaseOperator {
        readonly kept: string;
        constructor(options: OperatorOptions, table: string) {
          super(options);
          this.kept = table;
        }
        execute(): void {}
      }
      return new Two({ taskId: "kept", dag }, table.table);
    },
  ],
];

for (const [title, says, make] of NOT_REPEATABLE) {
  test(`an operator whose constructor ${title} is refused`, () => {
    assertRefused(
      () => {
        const dag = new DAG("etl");
        make(dag);
        return dag;
      },
      {
        code: "operator-not-repeatable",
        message: says,
        hint: /whole options object to super\(\)/,
        at: 'taskId: "kept"',
      },
    );
  });
}

test("what execute() sets when it is called by hand is no mistake of the constructor", () => {
  class Remembers extends BaseOperator<{ message: string }> {
    result?: string;
    constructor({ ...options }: OptionsOf<{ message: string }>) {
      super(options);
    }
    execute(): void {
      this.result = this.args.message;
    }
  }
  const dag = new DAG("etl");
  const task = new Remembers({ taskId: "remembers", dag, message: "a" });
  task.execute();
  assert.equal(task.result, "a");
  assert.equal(dag.spec().tasks.length, 1);
});

test("an option with a default that is not given is no mistake", () => {
  class Loud extends BaseOperator {
    readonly loud: boolean;
    constructor({ loud = false, ...options }: OperatorOptions & { readonly loud?: boolean }) {
      super(options);
      this.loud = loud;
    }
    execute(): void {}
  }
  const dag = new DAG("etl");
  new Loud({ taskId: "loud", dag });
  assert.equal(dag.spec().tasks.length, 1);
});

test("a constructor may place other tasks and draw edges: once, not again at each attempt", async () => {
  class WithCleanUp extends BaseOperator<{ path: string }> {
    constructor(options: OperatorOptions & { readonly path: string }) {
      super(options);
      const { dag, taskId } = options;
      const cleanUp = new FunctionOperator({
        taskId: `${taskId}-clean-up`,
        dag,
        callable: () => options.path,
        triggerRule: "all_done",
      });
      this.before(cleanUp);
      chain(this, cleanUp);
    }
    execute(): string {
      return this.args.path;
    }
  }
  const dag = new DAG("etl");
  const first = new WithCleanUp({ taskId: "load", dag, path: "/a" });
  for (let times = 0; times < 2; times++) {
    const edges = dag.spec().tasks.map(({ taskId, upstream }) => [taskId, upstream]);
    assert.deepEqual(edges, [
      ["load", []],
      ["load-clean-up", ["load"]],
    ]);
  }
  assert.equal(await resultOf(first), "/a");
  assert.equal(dag.tasks.length, 3);
});

test("an operator that a constructor makes before super() does not take its attempt", async () => {
  class Helped extends BaseOperator<{ text: string }> {
    constructor(options: OperatorOptions & { readonly text: string }) {
      new Say({ taskId: `${options.taskId}-help`, dag: options.dag, message: "help" });
      super(options);
    }
    execute(): string {
      return this.args.text;
    }
  }
  const dag = new DAG("etl");
  assert.equal(await resultOf(new Helped({ taskId: "h", dag, text: "own" })), "own");
});

import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, chain, DAG, FunctionOperator, type OperatorOptions } from "airgo";
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

const NOT_REPEATABLE = [
  class extends BaseOperator {
    readonly message: string;
    constructor({ message, ...options }: OperatorOptions & { readonly message: string }) {
      super(options);
      this.message = message;
    }
    execute(): void {}
  },
  class extends BaseOperator {
    readonly length: number;
    constructor({ message, ...options }: OperatorOptions & { readonly message: string }) {
      super(options);
      this.length = message.length;
    }
    execute(): void {}
  },
];

for (const [index, Operator] of NOT_REPEATABLE.entries()) {
  test(`a constructor that keeps an option for itself is refused (${index + 1})`, () => {
    assertRefused(
      () => {
        const dag = new DAG("etl");
        new Operator({ taskId: "kept", dag, message: "hi" });
        return dag;
      },
      {
        code: "operator-not-repeatable",
        message: /task "kept": (the property "message" is lost|its constructor threw)/,
        hint: /whole options object to super\(\)/,
        at: "new Operator(",
      },
    );
  });
}

test("a property that was set from outside is lost, and that is told", () => {
  assertRefused(
    () => {
      const dag = new DAG("etl");
      const say = new Say({ taskId: "say", dag, message: "" });
      Object.assign(say, { later: 1 });
      return dag;
    },
    { code: "operator-not-repeatable", message: /"later" is lost/, hint: /super/, at: "new Say(" },
  );
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

import assert from "node:assert/strict";
import test from "node:test";
import { executeAttempt } from "../../runtime/attempt.ts";
import { executionTimeout, withDeadline } from "../../runtime/deadline.ts";
import type { StopSource } from "../../runtime/stop-source.ts";
import type { Context } from "../../src/core/context.ts";
import { isAirgoError } from "../../src/core/errors.ts";
import { pickTask } from "../../src/core/pick-task.ts";
import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  DAG,
  FailTask,
  FunctionOperator,
  getContext,
  RuntimeParallelizeOperator,
  ShortCircuitFunctionOperator,
  ShortCircuitOperator,
} from "../../src/index.ts";

const name = { dagId: "etl", taskId: "t" };

interface Given {
  readonly texts?: Readonly<Record<string, string>>;
  readonly item?: string;
  readonly signal?: AbortSignal;
  readonly warnings?: unknown[];
}

function contextOf(dag: DAG, taskId: string, given: Given): Context {
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (...values: unknown[]) => given.warnings?.push(values[0]),
    error: () => {},
    child: () => logger,
  };
  const executionDate = new Date(0);
  return {
    executionDate,
    logicalDate: executionDate,
    dagId: dag.dagId,
    taskId,
    runId: "r",
    tryNumber: 1,
    mapIndex: -1,
    signal: given.signal ?? new AbortController().signal,
    logger,
    params: {},
    parameters: {},
    progress: () => {},
  };
}

/** Executes a task of a DAG as a pod would, with the texts of its inputs. */
async function attempt(dag: DAG, taskId: string, given: Given = {}) {
  const { task, outputs, inputs } = pickTask(dag, taskId);
  const texts = inputs.map((input) => ({ ...input, text: given.texts?.[input.name] ?? "" }));
  const context = contextOf(dag, taskId, given);
  const written = await executeAttempt({
    task,
    outputs,
    inputs: texts,
    item: given.item,
    context,
    stop: context.signal,
  });
  return Object.fromEntries(written);
}

async function failure(
  run: Promise<unknown>,
): Promise<{ code: string; message: string; hint: string }> {
  const error = await run.then(
    () => assert.fail("nothing failed"),
    (reason: unknown) => reason,
  );
  assert.ok(isAirgoError(error), String(error));
  return { code: error.code, message: error.message, hint: error.hint };
}

class Generator extends BaseOperator {
  static reads = 0;
  executed = false;

  execute(): string {
    this.executed = true;
    return "done";
  }

  @artifactProperty()
  get rows(): number[] {
    Generator.reads++;
    return this.executed ? [1, 2] : [];
  }

  @artifactProperty()
  async size(): Promise<bigint> {
    return 2n;
  }
}

test("artifact properties are read once, after execute(), whether getter, method or async", async () => {
  const dag = new DAG("etl");
  new Generator({ taskId: "t", dag });
  Generator.reads = 0;
  assert.deepEqual(await attempt(dag, "t"), {
    rows: "[1,2]",
    size: '{"$airgo":"bigint","value":"2"}',
  });
  assert.equal(Generator.reads, 1);
});

test("what execute() returns is put out when something takes it, and a list that is fanned out over as items", async () => {
  class Each extends RuntimeParallelizeOperator<number> {
    execute(): number {
      return this.parameter * 2;
    }
  }
  const dag = new DAG("etl");
  const generator = new Generator({ taskId: "t", dag });
  const each = new Each({ taskId: "each", dag, over: generator.output("rows") });
  new FunctionOperator({ taskId: "alone", dag, callable: () => 1 });
  new (class extends BaseOperator<{ all: number[]; said: string }> {
    execute(): void {}
  })({
    taskId: "join",
    dag,
    all: each.output("return_value"),
    said: generator.output("return_value"),
  });
  const { rows, return_value } = await attempt(dag, "t");
  assert.equal(rows, '["1","2"]');
  assert.equal(return_value, '"done"');
  assert.deepEqual(await attempt(dag, "each", { item: "21" }), { return_value: "json:42" });
  assert.deepEqual(await attempt(dag, "each", { item: "json:4" }), { return_value: "json:8" });
  assert.deepEqual(await attempt(dag, "alone"), {});
});

class Seen extends BaseOperator<{ all: readonly unknown[]; one: unknown; literal: Date }> {
  execute(): unknown[] {
    return [this.args.all, this.args.one, this.args.literal];
  }

  @artifactProperty()
  get seen(): unknown[] {
    return this.execute();
  }
}

test("inputs arrive as the values that their producers put out", async () => {
  const dag = new DAG("etl");
  const producer = new Generator({ taskId: "t", dag });
  new Seen({
    taskId: "s",
    dag,
    all: producer.output("rows"),
    one: producer.output("size"),
    literal: new Date(0),
  });
  const { seen } = await attempt(dag, "s", {
    texts: { all: "[1]", one: '{"$airgo":"Map","value":[["a",1]]}' },
  });
  assert.equal(
    seen,
    '[[1],{"$airgo":"Map","value":[["a",1]]},{"$airgo":"Date","value":"1970-01-01T00:00:00.000Z"}]',
  );
});

test("an input that cannot be decoded fails the task by name", async () => {
  const dag = new DAG("etl");
  const producer = new Generator({ taskId: "t", dag });
  new Seen({ taskId: "s", dag, all: producer.output("rows"), one: 1, literal: new Date(0) });
  const { code, message } = await failure(attempt(dag, "s", { texts: { all: "{{x}}" } }));
  assert.equal(code, "undecodable-value");
  assert.match(message, /^input "all" of task "s" of DAG "etl"/);
});

test("each attempt runs on an instance of its own", async () => {
  const dag = new DAG("etl");
  const task = new Generator({ taskId: "t", dag });
  await attempt(dag, "t");
  assert.equal(task.executed, false);
});

test("getContext() works in execute() and in what is read after it", async () => {
  const dag = new DAG("etl");
  new (class extends BaseOperator {
    execute(): void {
      assert.equal(getContext().taskId, "t");
    }

    @artifactProperty()
    async who(): Promise<string> {
      await Promise.resolve();
      return getContext().taskId;
    }
  })({ taskId: "t", dag });
  assert.deepEqual(await attempt(dag, "t"), { who: '"t"' });
});

test("a short circuit puts out exactly true or false", async () => {
  const dag = new DAG("etl");
  class Late extends ShortCircuitOperator<{ limit: number }> {
    execute(): void {}

    get shortCircuitWhen(): Promise<boolean> {
      return Promise.resolve(this.args.limit > 1);
    }
  }
  new Late({ taskId: "t", dag, limit: 2 });
  new ShortCircuitFunctionOperator({ taskId: "u", dag, callable: async () => false });
  assert.deepEqual(await attempt(dag, "t"), { short_circuit: "true" });
  assert.deepEqual(await attempt(dag, "u"), { short_circuit: "false" });
});

test("a short circuit that gives no boolean fails", async () => {
  const dag = new DAG("etl");
  const callable = (): boolean => JSON.parse("1");
  new ShortCircuitFunctionOperator({ taskId: "t", dag, callable });
  const { code, message } = await failure(attempt(dag, "t"));
  assert.equal(code, "invalid-branch");
  assert.match(message, /task "t" of DAG "etl" gives 1 as its shortCircuitWhen/);
});

function branch(choice: () => unknown): DAG {
  class Choose extends BranchOperator {
    choose(): string {
      return JSON.parse(JSON.stringify(choice()) ?? "null");
    }
  }
  const dag = new DAG("etl");
  const choose = new Choose({ taskId: "t", dag });
  for (const taskId of ["work", "rest"]) {
    choose.before(new FunctionOperator({ taskId, dag, callable: () => undefined }));
  }
  return dag;
}

test("a branch says yes or no to each task below it", async () => {
  for (const [choice, work, rest] of [
    ["work", "true", "false"],
    [["rest", "work"], "true", "true"],
    [[], "false", "false"],
  ] as const) {
    assert.deepEqual(
      await attempt(
        branch(() => choice),
        "t",
      ),
      { to_work: work, to_rest: rest },
    );
  }
});

test("a branch that chooses what is not below it fails, with what there is", async () => {
  const { code, message, hint } = await failure(
    attempt(
      branch(() => ["work", "party"]),
      "t",
    ),
  );
  assert.equal(code, "invalid-branch");
  assert.equal(message, 'task "t" of DAG "etl" chose "party", which is not directly below it');
  assert.equal(hint, 'choose one or several of "work", "rest", or [] for none');
  assert.equal(
    (
      await failure(
        attempt(
          branch(() => null),
          "t",
        ),
      )
    ).code,
    "invalid-branch",
  );
});

function gates(kind: () => string, fresh: () => boolean): DAG {
  const dag = new DAG("etl");
  const { small, large } = dag.switch(dag.task("kind", kind)(), ["small", "large"]);
  const { yes, no } = dag.if(dag.task("fresh", fresh)());
  for (const [index, gate] of [small, large, yes, no].entries()) {
    gate.before(new FunctionOperator({ taskId: `below-${index}`, dag, callable: () => undefined }));
  }
  return dag;
}

test("gates open by the value that their task puts out", async () => {
  const dag = gates(
    () => "large",
    () => true,
  );
  const kind = await attempt(dag, "kind");
  assert.equal(kind["if_return_value-small"], "false");
  assert.equal(kind["if_return_value-large"], "true");
  const fresh = await attempt(dag, "fresh");
  assert.equal(fresh["if_return_value-yes"], "true");
  assert.equal(fresh["if_return_value-no"], "false");
});

test("a value that is no case of its gate fails, with the cases", async () => {
  const dag = gates(
    () => "medium",
    () => JSON.parse("1"),
  );
  const { code, message, hint } = await failure(attempt(dag, "kind"));
  assert.equal(code, "invalid-branch");
  assert.equal(message, 'task "kind" of DAG "etl" gives "medium", which is no case of its gate');
  assert.equal(hint, 'the cases are "small", "large"');
  assert.match((await failure(attempt(dag, "fresh"))).hint, /true, false/);
});

test("an output without a value fails its task", async () => {
  class Nothing extends BaseOperator {
    execute(): unknown {
      return undefined;
    }

    @artifactProperty()
    get rows(): number[] | undefined {
      return undefined;
    }
  }
  const dag = new DAG("etl");
  new Nothing({ taskId: "t", dag });
  const { code, message, hint } = await failure(attempt(dag, "t"));
  assert.equal(code, "missing-output");
  assert.equal(message, 'task "t" of DAG "etl" gives no value for its output "rows"');
  assert.match(hint, /null/);
});

test("an output that cannot cross is refused by task, output and path", async () => {
  const dag = new DAG("etl");
  new (class extends BaseOperator {
    execute(): void {}

    @artifactProperty()
    get rows(): unknown {
      return [{ when: () => 1 }];
    }
  })({ taskId: "t", dag });
  const { code, message } = await failure(attempt(dag, "t"));
  assert.equal(code, "unserializable-value");
  assert.equal(
    message,
    'output "rows" of task "t" of DAG "etl": $[0].when is a function, which cannot cross from task to task',
  );
});

test("a large output is warned of in the task's log", async () => {
  const dag = new DAG("etl");
  new (class extends BaseOperator {
    execute(): void {}

    @artifactProperty()
    get rows(): unknown {
      return "x".repeat(40_000);
    }
  })({ taskId: "t", dag });
  const warnings: unknown[] = [];
  await attempt(dag, "t", { warnings });
  assert.match(String(warnings), /output "rows" of task "t" of DAG "etl" is 39\.1 KiB/);
});

test("outputs are not read when execute() throws, and the error is the task's own", async () => {
  const boom = new FailTask("boom");
  const dag = new DAG("etl");
  let read = false;
  new (class extends BaseOperator {
    execute(): never {
      throw boom;
    }

    @artifactProperty()
    get rows(): number {
      read = true;
      return 1;
    }
  })({ taskId: "t", dag });
  await assert.rejects(attempt(dag, "t"), (error) => error === boom);
  assert.equal(read, false);
});

test("a task that was asked to stop puts nothing out", async () => {
  const stop = new AbortController();
  const dag = new DAG("etl");
  let read = false;
  new (class extends BaseOperator {
    execute(): void {
      stop.abort(new Error("stop"));
    }

    @artifactProperty()
    get rows(): number {
      read = true;
      return 1;
    }
  })({ taskId: "t", dag });
  await assert.rejects(attempt(dag, "t", { signal: stop.signal }), /stop/);
  assert.equal(read, false);
  await assert.rejects(attempt(dag, "t", { signal: stop.signal }), /stop/);
});

const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => {});

test("a body that ends in time is not disturbed", async () => {
  const timeout = executionTimeout(60, name);
  assert.equal(await withDeadline({ signal: never, gracePeriod: 1, timeout }, async () => 7), 7);
  await assert.rejects(
    withDeadline({ signal: never, gracePeriod: 1 }, async () => {
      throw new Error("own");
    }),
    /own/,
  );
});

test("a body that ignores its timeout is left alone after the grace period", async () => {
  const deadline = { signal: never, gracePeriod: 0.02, timeout: executionTimeout(0.02, name) };
  const { code, message } = await failure(withDeadline(deadline, hang));
  assert.equal(code, "task-failed");
  assert.equal(message, 'task "t" of DAG "etl" ran longer than its executionTimeout of 0.02 s');
});

test("a body that gives a result after its timeout has failed all the same", async () => {
  const deadline = { signal: never, gracePeriod: 5, timeout: executionTimeout(0.02, name) };
  const seen: unknown[] = [];
  const body = (stop: StopSource): Promise<number> =>
    new Promise((resolve) => {
      const { signal } = stop;
      signal.addEventListener("abort", () => {
        seen.push(signal.reason.code);
        resolve(1);
      });
    });
  assert.match((await failure(withDeadline(deadline, body))).message, /ran longer/);
  assert.deepEqual(seen, ["task-failed"]);
});

test("an abort from outside reaches the body, and fails it with the reason", async () => {
  const stop = new AbortController();
  const reason = new Error("Ctrl-C");
  const body = ({ signal }: StopSource): Promise<never> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("cleaned up")));
      stop.abort(reason);
    });
  await assert.rejects(
    withDeadline({ signal: stop.signal, gracePeriod: 5 }, body),
    (e) => e === reason,
  );
  await assert.rejects(
    withDeadline({ signal: stop.signal, gracePeriod: 5 }, hang),
    (e) => e === reason,
  );
});

test("a body that is to be left alone and throws FailTask is not retried", async () => {
  const stop = new AbortController();
  const body = async (): Promise<never> => {
    stop.abort(new Error("stop"));
    throw new FailTask("no use");
  };
  await assert.rejects(withDeadline({ signal: stop.signal, gracePeriod: 5 }, body), FailTask);
});

test("a timeout beyond what a timer can hold does not fire at once", async () => {
  const timeout = executionTimeout(30 * 24 * 3600, name);
  const wait = (): Promise<number> => new Promise((resolve) => setTimeout(resolve, 30, 1));
  assert.equal(await withDeadline({ signal: never, gracePeriod: 0, timeout }, wait), 1);
});

import assert from "node:assert/strict";
import test from "node:test";
import { artifactProperty, BaseOperator, type Context, DAG } from "airgo";
import { assertRefused } from "../refusals.ts";

class Base extends BaseOperator {
  protected executed = 0;

  execute(): void {
    this.executed++;
  }

  @artifactProperty()
  get getter(): number {
    return this.executed;
  }

  @artifactProperty()
  get promised(): Promise<string> {
    return Promise.resolve("p");
  }

  @artifactProperty()
  method(context: Context): string {
    return context.taskId;
  }

  @artifactProperty()
  async asyncMethod(): Promise<Map<string, Date>> {
    return new Map([["day", new Date(0)]]);
  }
}

class Extended extends Base {
  override get getter(): number {
    return super.getter + 100;
  }

  @artifactProperty()
  get own(): { readonly nested: readonly bigint[] } {
    return { nested: [1n] };
  }
}

class Taker extends BaseOperator<{
  getter: number;
  promised: string;
  method: string;
  asyncMethod: Map<string, Date>;
  own: { readonly nested: readonly bigint[] };
}> {
  execute(): string {
    return this.args.asyncMethod.get("day")?.toISOString() ?? "";
  }

  @artifactProperty()
  get all(): unknown[] {
    const { getter, promised, method, own } = this.args;
    return [getter, promised, method, own];
  }
}

test("getters and methods, sync or async, inherited or overridden, cross to the task that takes them", async () => {
  const dag = new DAG("etl");
  const it = new Extended({ taskId: "it", dag });
  const taker = new Taker({
    taskId: "taker",
    dag,
    getter: it.output("getter"),
    promised: it.output("promised"),
    method: it.output("method"),
    asyncMethod: it.output("asyncMethod"),
    own: it.output("own"),
  });
  new (class extends BaseOperator<{ day: string }> {
    execute(): void {}
  })({ taskId: "last", dag, day: taker.output("return_value") });
  const { tasks } = await dag.execute();
  assert.deepEqual(tasks.taker?.outputs, {
    return_value: "1970-01-01T00:00:00.000Z",
    all: [101, "p", "it", { nested: [1n] }],
  });
});

test("a subclass's outputs come after those that it inherits, and its base does not have them", () => {
  const dag = new DAG("etl");
  new Base({ taskId: "base", dag });
  new Extended({ taskId: "extended", dag });
  const names = dag.spec().tasks.map(({ outputs }) => outputs.map(({ parameter }) => parameter));
  const inherited = ["getter", "promised", "method", "asyncMethod"];
  assert.deepEqual(names, [inherited, [...inherited, "own"]]);
});

// Types refuse these too (test/types); at run time they are gone.
const decorate = artifactProperty as () => (member: unknown, context: unknown) => void;

const MEMBERS: readonly [title: string, message: RegExp, declare: () => unknown][] = [
  [
    "a static method",
    /above the static method make$/,
    () =>
      class extends Base {
        @decorate()
        static make(): number {
          return 1;
        }
      },
  ],
  [
    "a private getter",
    /above the private getter #hidden$/,
    () =>
      class extends Base {
        @decorate()
        get #hidden(): number {
          return 1;
        }

        get shown(): number {
          return this.#hidden;
        }
      },
  ],
  [
    "a field",
    /above a field$/,
    () =>
      class extends Base {
        @decorate()
        rows: number[] = [];
      },
  ],
  [
    "a member whose name is a symbol",
    /a method that has a symbol as its name/,
    () =>
      class extends Base {
        @decorate()
        [Symbol.iterator](): number {
          return 1;
        }
      },
  ],
];

for (const [title, message, declare] of MEMBERS) {
  test(`@artifactProperty() above ${title} is refused where it stands`, () => {
    assertRefused(
      () => {
        declare();
        return undefined;
      },
      { code: "invalid-output", message, hint: /a public getter or method/, at: "@decorate()" },
    );
  });
}

test("a class that is compiled with TypeScript's old decorators is told so", () => {
  assert.throws(() => decorate()(Base.prototype, "getter"), {
    code: "invalid-output",
    hint: /take "experimentalDecorators" out of tsconfig\.json/,
  });
});

import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, DAG, type DefaultArgs, FunctionOperator, ShortCircuitOperator } from "airgo";
import { assertProblem, assertRefused, problemsOf } from "../refusals.ts";

class Bare extends BaseOperator {
  execute(): void {}
}

class Say extends BaseOperator<{ message: string }> {
  execute(): string {
    return this.args.message;
  }
}

/** A DAG of one operator; what is no option at all must be refused too. */
function dagWith(options: object, defaultArgs: DefaultArgs = {}): DAG {
  const dag = new DAG("etl", { defaultArgs });
  new Say({ taskId: "say", dag, message: "hello", ...options });
  return dag;
}

function only(dag: DAG) {
  const [task] = dag.spec().tasks;
  return task ?? assert.fail("there is no task");
}

const DEFAULTS = {
  triggerRule: "all_success",
  ignoreDownstreamTriggerRules: true,
  retries: 0,
  retryDelay: undefined,
  retryExponentialBackoff: false,
  maxRetryDelay: undefined,
  executionTimeout: undefined,
  resources: {
    requestsCpu: undefined,
    requestsMemory: undefined,
    limitsCpu: undefined,
    limitsMemory: undefined,
  },
  template: "default",
  parameters: {},
  argoExpressions: false,
};

const GIVEN = {
  triggerRule: "none_failed",
  ignoreDownstreamTriggerRules: false,
  retries: 3,
  retryDelay: "30s",
  retryExponentialBackoff: true,
  maxRetryDelay: "1h30m",
  executionTimeout: 90,
  requestsCpu: "10m",
  requestsMemory: "50Mi",
  limitsCpu: "0.5",
  limitsMemory: "1Gi",
  template: "multi-container_v1.2",
  parameters: { BUCKET: "raw", "with.dots-and_more": "" },
  argoExpressions: true,
} as const satisfies DefaultArgs;

const SPOKEN = {
  triggerRule: "none_failed",
  ignoreDownstreamTriggerRules: false,
  retries: 3,
  retryDelay: 30,
  retryExponentialBackoff: true,
  maxRetryDelay: 5400,
  executionTimeout: 90,
  resources: { requestsCpu: "10m", requestsMemory: "50Mi", limitsCpu: "0.5", limitsMemory: "1Gi" },
  template: "multi-container_v1.2",
  parameters: { BUCKET: "raw", "with.dots-and_more": "" },
  argoExpressions: true,
};

function optionsOf(dag: DAG) {
  const { location, ...task } = only(dag);
  const names = Object.keys(DEFAULTS);
  return Object.fromEntries(Object.entries(task).filter(([name]) => names.includes(name)));
}

test("an operator without options has the documented defaults", () => {
  assert.deepEqual(optionsOf(dagWith({})), DEFAULTS);
});

test("every option of an operator reaches its spec", () => {
  const { ignoreDownstreamTriggerRules, ...own } = GIVEN;
  assert.deepEqual(optionsOf(dagWith(own)), { ...SPOKEN, ignoreDownstreamTriggerRules: true });
});

test("every option may come from the DAG's defaultArgs", () => {
  assert.deepEqual(optionsOf(dagWith({}, GIVEN)), SPOKEN);
});

test("an operator's own options win, and a dictionary replaces the default's as a whole", () => {
  const own = { retries: 0, limitsCpu: "2", parameters: { MODE: "fast" } };
  assert.deepEqual(optionsOf(dagWith(own, GIVEN)), {
    ...SPOKEN,
    retries: 0,
    resources: { ...SPOKEN.resources, limitsCpu: "2" },
    parameters: { MODE: "fast" },
  });
  assert.equal(only(dagWith({ retries: undefined }, GIVEN)).retries, 3);
});

test("a spec names the operator's class, its own place and no group", () => {
  const { operator, group, location, kind, over } = only(dagWith({}));
  assert.deepEqual([operator, group, kind, over], ["Say", undefined, "task", undefined]);
  assert.equal(location?.file, import.meta.filename);
});

const REFUSED: readonly [given: object, code: string, message: RegExp, hint: RegExp][] = [
  [{ triggerRule: "all_sucess" }, "invalid-option", /"all_sucess"/, /did you mean "all_success"\?/],
  [{ triggerRule: "dummy" }, "invalid-option", /triggerRule is "dummy"/, /one of "all_success", /],
  [
    { ignoreDownstreamTriggerRules: false },
    "invalid-option",
    /only for short circuits/,
    /ShortCircuitOperator/,
  ],
  [{ retries: "3" }, "invalid-option", /retries is "3"/, /whole number, 0 or more/],
  [{ retries: null }, "invalid-option", /retries is null/, /leave retries out/],
  [{ retryDelay: "1 min" }, "invalid-duration", /retryDelay: .*"1 min"/, /write "1m"/],
  [{ retryDelay: 60, maxRetryDelay: 30 }, "invalid-duration", /maxRetryDelay \(30 s\)/, /raise it/],
  [{ retryExponentialBackoff: 1 }, "invalid-option", /is 1/, /true or false/],
  [{ retryExponentialBackoff: true }, "invalid-option", /no retryDelay/, /retryDelay: "30s"/],
  [{ executionTimeout: 0 }, "invalid-duration", /executionTimeout is 0/, /at least one second/],
  [{ executionTimeout: null }, "invalid-option", /is null/, /leave executionTimeout out/],
  [{ limitsMemory: "20m" }, "invalid-quantity", /limitsMemory: memory "20m"/, /swapped/],
  [{ limitsCpu: "20Mi" }, "invalid-quantity", /limitsCpu: cpu "20Mi"/, /swapped/],
  [{ requestsCpu: 1 }, "invalid-quantity", /requestsCpu: cpu 1/, /write "1", in quotes/],
  [
    { requestsCpu: "2", limitsCpu: "500m" },
    "invalid-quantity",
    /requestsCpu 2 is above limitsCpu 500m/,
    /raise the limit/,
  ],
  [
    { requestsMemory: "1Gi", limitsMemory: "1000M" },
    "invalid-quantity",
    /requestsMemory 1Gi is above limitsMemory 1000M/,
    /lower the request/,
  ],
  [
    { template: "containers/x.yaml" },
    "unknown-template",
    /"containers\/x\.yaml"/,
    /without folder/,
  ],
  [{ template: 1 }, "invalid-option", /template is 1/, /as a text/],
  [{ parameters: { "1st": "x" } }, "invalid-parameter", /"1st"/, /not beginning with a digit/],
  [{ parameters: { TASK_ID: "x" } }, "invalid-parameter", /would hide/, /"MY_TASK_ID"/],
  [{ parameters: { AIRGO_X: "x" } }, "invalid-parameter", /would hide/, /"MY_AIRGO_X"/],
  [{ parameters: { ARGO_X: "x" } }, "invalid-parameter", /would hide/, /choose another name/],
  [{ parameters: { A: "\0" } }, "invalid-parameter", /"A" holds a NUL/, /base64/],
  [{ parameters: { A: "{{x}}" } }, "argo-expression", /"A" holds "\{\{"/, /argoExpressions: true/],
  [{ parameters: { LIMIT: 5 } }, "invalid-option", /"LIMIT" is 5/, /LIMIT": "5"/],
  [{ parameters: { LIST: ["a"] } }, "invalid-option", /\[a list\]/, /write a text/],
  [{ parameters: ["A=1"] }, "invalid-option", /parameters is \[a list\]/, /\{ name: "text" \}/],
  [{ retires: 1 }, "unknown-option", /"retires" is nearly the option "retries"/, /argumentNames/],
  [{ requests_cpu: "1" }, "unknown-option", /"requestsCpu"/, /did you mean "requestsCpu"\?/],
  [{ taskId: undefined }, "missing-option", /a task of Say has no taskId/, /taskId: "my-task"/],
];

for (const [given, code, message, hint] of REFUSED) {
  test(`an operator with ${JSON.stringify(given)} is refused (${code})`, () => {
    assertRefused(() => dagWith(given), { code, message, hint, at: "new Say(" });
  });
}

test("a mistake in defaultArgs is told once, at the DAG, however many operators there are", () => {
  const problems = problemsOf(() => {
    const defaultArgs = { limitsMemory: "20m", retires: 1, requestsCpu: "2", limitsCpu: "1" };
    const dag = new DAG("defaults", { defaultArgs });
    for (const taskId of ["a", "b"]) new Say({ taskId, dag, message: "" });
    return dag;
  });
  const message = /^DAG "defaults": defaultArgs: /;
  for (const problem of problems) {
    assertProblem(problem, { code: problem.code, message, hint: /./, at: "new DAG(" });
  }
  assert.deepEqual(problems.map(({ code }) => code).sort(), [
    "invalid-quantity",
    "invalid-quantity",
    "unknown-option",
  ]);
});

const MISPLACED: readonly [given: object, hint: RegExp][] = [
  [{ startDate: "2024-01-01" }, /option of the DAG: write it beside defaultArgs/],
  [{ taskId: "a" }, /each operator has its own/],
  [{ message: "hi" }, /known are template, .*defaults in the class/],
];

for (const [given, hint] of MISPLACED) {
  test(`defaultArgs with ${JSON.stringify(given)} are refused`, () => {
    const message = /defaultArgs: there is no operator option/;
    const expected = { code: "unknown-option", message, hint, at: 'new DAG("etl"' };
    assertRefused(() => dagWith({}, given), expected);
  });
}

test("a request of the defaults above an operator's own limit is told at the operator", () => {
  assertRefused(() => dagWith({ limitsCpu: "1" }, { requestsCpu: "2" }), {
    code: "invalid-quantity",
    message: /task "say": requestsCpu 2 is above limitsCpu 1/,
    hint: /raise/,
    at: "new Say(",
  });
});

test("a class may list an argument whose name is nearly an option's", () => {
  class Retired extends BaseOperator<{ retires: number }> {
    static override readonly argumentNames = ["retires"];
    execute(): number {
      return this.args.retires;
    }
  }
  const dag = new DAG("etl");
  new Retired({ taskId: "t", dag, retires: 65 });
  assert.equal(dag.spec().tasks.length, 1);
});

test("short names near the required options are free arguments", () => {
  class Dated extends BaseOperator<{ day: string; tag: string; tasks: string[] }> {
    execute(): void {}
  }
  const dag = new DAG("etl");
  new Dated({ taskId: "t", dag, day: "monday", tag: "v1", tasks: [] });
  assert.equal(dag.spec().tasks.length, 1);
});

test("a short circuit takes ignoreDownstreamTriggerRules", () => {
  class Stop extends ShortCircuitOperator {
    execute(): void {}
    get shortCircuitWhen(): boolean {
      return true;
    }
  }
  const dag = new DAG("etl");
  new Stop({ taskId: "hard", dag });
  new Stop({ taskId: "soft", dag, ignoreDownstreamTriggerRules: false });
  const rules = dag.spec().tasks.map((task) => task.ignoreDownstreamTriggerRules);
  assert.deepEqual(rules, [true, false]);
});

test("an operator without options is refused where it is made", () => {
  assertRefused(
    () => {
      const nothing = undefined as unknown as { taskId: string; dag: DAG }; // what JavaScript lets pass
      new Bare(nothing);
      return undefined;
    },
    {
      code: "missing-option",
      message: /Bare has no dag/,
      hint: /dag \}\)/,
      at: "new Bare(nothing)",
    },
  );
});

test("an operator without a DAG is refused where it is made", () => {
  assertRefused(
    () => {
      const nothing = {} as { dag: DAG }; // what a file has that is imported in a circle
      new FunctionOperator({ taskId: "lonely", ...nothing, callable: () => 1 });
      return undefined;
    },
    { code: "missing-option", message: /task "lonely" has no dag/, hint: /dag \}\)/, at: "lonely" },
  );
});

import assert from "node:assert/strict";
import test from "node:test";
import { DAG, type DagOptions, FunctionOperator } from "airgo";
import { assertRefused, problemsOf } from "../refusals.ts";

/** A DAG of one task; what is no option at all must be refused too. */
function dagWith(options: object): DAG {
  const dag = new DAG("etl", options as DagOptions); // the wrong ones on purpose
  new FunctionOperator({ taskId: "only", dag, callable: () => undefined });
  return dag;
}

test("a DAG without options has the documented defaults", () => {
  const { tasks, location, ...options } = dagWith({}).spec();
  assert.deepEqual(options, {
    dagId: "etl",
    description: undefined,
    schedules: [],
    timezone: "UTC",
    startDate: undefined,
    endDate: undefined,
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 300,
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    parallelism: undefined,
    dagrunTimeout: undefined,
    params: {},
    argoExpressions: false,
    labels: {},
    annotations: {},
  });
  assert.equal(tasks.length, 1);
  assert.equal(location?.file, import.meta.filename);
});

test("every option of a DAG reaches its spec", () => {
  const given = {
    description: "Extract, transform, load",
    scheduleInterval: ["30 4 * * 1-5", "@weekly"],
    timezone: "Europe/Berlin",
    startDate: "2024-01-01",
    endDate: new Date("2025-01-01T00:00:00Z"),
    concurrencyPolicy: "Replace",
    startingDeadlineSeconds: 0,
    suspend: true,
    successfulJobsHistoryLimit: 0,
    failedJobsHistoryLimit: 7,
    parallelism: 4,
    dagrunTimeout: "2h",
    params: { region: "north", limits: [1, 2.5, null, { deep: true }] },
    labels: { team: "data", "example.com/tier": "1" },
    annotations: { "example.com/about": "any text, with spaces" },
  };
  const { tasks, location, dagId, argoExpressions, ...options } = dagWith(given).spec();
  const { scheduleInterval, ...rest } = given;
  assert.deepEqual(options, {
    ...rest,
    schedules: scheduleInterval,
    startDate: "2023-12-31T23:00:00Z",
    endDate: "2025-01-01T00:00:00Z",
    dagrunTimeout: 7200,
  });
});

test("schedule is an alias of scheduleInterval, and null means only by hand", () => {
  assert.deepEqual(dagWith({ schedule: "@daily" }).spec().schedules, ["@daily"]);
  assert.deepEqual(dagWith({ schedule: null }).spec().schedules, []);
  assert.deepEqual(dagWith({ scheduleInterval: null }).spec().schedules, []);
  assert.deepEqual(dagWith({ schedule: ["@daily", "@daily"] }).spec().schedules, ["@daily"]);
});

test("a project's time zone holds for DAGs that name none", () => {
  const timezone = "America/Los_Angeles";
  const spec = dagWith({ startDate: "2024-07-01" }).spec({ timezone });
  assert.deepEqual([spec.timezone, spec.startDate], [timezone, "2024-07-01T07:00:00Z"]);
  assert.equal(dagWith({ timezone: "UTC" }).spec({ timezone }).timezone, "UTC");
});

test("params may hold one object twice, and are copied", () => {
  const shared = { limit: 1 };
  const { params } = dagWith({ params: { a: shared, b: shared } }).spec();
  shared.limit = 2;
  assert.deepEqual(params, { a: { limit: 1 }, b: { limit: 1 } });
});

const cyclic: Record<string, unknown> = {};
cyclic.self = { again: cyclic };

const REFUSED: readonly [given: object, code: string, message: RegExp, hint: RegExp][] = [
  [
    { descriptoin: "" },
    "unknown-option",
    /no option "descriptoin"/,
    /did you mean "description"\?/,
  ],
  [{ start_date: "" }, "unknown-option", /"start_date"/, /did you mean "startDate"\?/],
  [{ catchup: true }, "unknown-option", /"catchup"/, /airgo backfill/],
  [{ max_active_runs: 1 }, "unknown-option", /"max_active_runs"/, /concurrencyPolicy/],
  [{ tags: ["a"] }, "unknown-option", /"tags"/, /labels/],
  [{ retries: 1 }, "unknown-option", /"retries"/, /defaultArgs: \{ retries: … \}/],
  [{ colour: "red" }, "unknown-option", /"colour"/, /known are description, scheduleInterval, /],
  [{ description: 5 }, "invalid-option", /description is 5/, /as a text/],
  [{ description: null }, "invalid-option", /description is null/, /leave description out/],
  [
    { description: "at {{x}}" },
    "argo-expression",
    /description holds "\{\{"/,
    /argoExpressions: true/,
  ],
  [{ schedule: "0 0 * * 7" }, "invalid-schedule", /schedule "0 0 \* \* 7"/, /write "0 0 \* \* 0"/],
  [{ schedule: "@every 5m" }, "invalid-schedule", /@every/, /write "\*\/5 \* \* \* \*"/],
  [{ schedule: [] }, "invalid-schedule", /schedule is an empty list/, /null/],
  [{ schedule: 5 }, "invalid-schedule", /schedule 5/, /five fields/],
  [
    { schedule: "@daily", scheduleInterval: "@daily" },
    "invalid-schedule",
    /both given/,
    /keep one of them/,
  ],
  [{ timezone: "Europe/Berlim" }, "invalid-timezone", /Europe\/Berlim/, /write "Europe\/Berlin"/],
  [{ timezone: null }, "invalid-option", /timezone is null/, /leave timezone out/],
  [{ startDate: "yesterday" }, "invalid-date", /startDate: date "yesterday"/, /2019-03-07/],
  [{ endDate: 20240101 }, "invalid-date", /endDate: date 20240101/, /2019-03-07/],
  [
    { startDate: "2024-02-01", endDate: "2024-01-01" },
    "invalid-date",
    /startDate 2024-02-01T00:00:00Z is after endDate 2024-01-01T00:00:00Z/,
    /swap/,
  ],
  [{ concurrencyPolicy: "forbid" }, "invalid-option", /"forbid"/, /did you mean "Forbid"\?/],
  [{ dagrunTimeout: 0 }, "invalid-duration", /dagrunTimeout is 0/, /at least one second/],
  [{ startingDeadlineSeconds: -1 }, "invalid-option", /is -1/, /0 or more/],
  [{ successfulJobsHistoryLimit: 1.5 }, "invalid-option", /is 1\.5/, /whole number/],
  [{ failedJobsHistoryLimit: 2 ** 31 }, "invalid-option", /is 2147483648/, /at most 2147483647/],
  [{ parallelism: 0 }, "invalid-option", /parallelism is 0/, /1 or more/],
  [{ suspend: "no" }, "invalid-option", /suspend is "no"/, /true or false/],
  [{ dagrunTimeout: "2 hours" }, "invalid-duration", /dagrunTimeout: .*"2 hours"/, /write "2h"/],
  [{ params: ["a"] }, "invalid-option", /params: .*at \$/, /write an object/],
  [{ params: { at: new Date(0) } }, "invalid-option", /at \$\.at/, /write an object/],
  [{ params: { n: [1, Number.NaN] } }, "invalid-option", /at \$\.n\.1/, /finite numbers/],
  [{ params: { f: () => 1 } }, "invalid-option", /at \$\.f/, /write an object/],
  [{ params: cyclic }, "invalid-option", /at \$\.self\.again/, /write an object/],
  [{ labels: { "bad key": "x" } }, "invalid-label", /labels: "bad key"/, /letters, digits/],
  [{ labels: { team: "a b" } }, "invalid-label", /labels: the value of "team"/, /at most 63/],
  [{ labels: { team: 5 } }, "invalid-option", /"team" is 5/, /write it as a text: "team": "5"/],
  [{ labels: "team" }, "invalid-option", /labels is "team"/, /labels: \{ name: "text" \}/],
  [{ annotations: { "/x": "y" } }, "invalid-label", /an annotation/, /after an optional domain/],
  [{ labels: { "a..b/x": "y" } }, "invalid-label", /"a\.\.b\/x"/, /after an optional domain/],
  [{ labels: { "a-.b/x": "y" } }, "invalid-label", /"a-\.b\/x"/, /after an optional domain/],
  [{ annotations: { a: "{{b}}" } }, "argo-expression", /value of "a" holds "\{\{"/, /braces out/],
  [{ argoExpressions: "yes" }, "invalid-option", /argoExpressions is "yes"/, /true or false/],
  [{ defaultArgs: 3 }, "invalid-option", /defaultArgs: they are 3/, /write an object of options/],
];

for (const [given, code, message, hint] of REFUSED) {
  test(`a DAG with ${JSON.stringify(given, hideCycles)} is refused (${code})`, () => {
    const problem = assertRefused(() => dagWith(given), { code, message, hint, at: "new DAG(" });
    assert.equal(problem.dagId, "etl");
    assert.match(problem.message, /^DAG "etl": /);
  });
}

function hideCycles(key: string, value: unknown): unknown {
  return key === "self" ? "…" : typeof value === "function" ? "() => …" : value;
}

test("{{…}} may stand in a DAG's texts when argoExpressions says so", () => {
  const { description, annotations } = dagWith({
    argoExpressions: true,
    description: "{{workflow.name}}",
    annotations: { run: "{{workflow.uid}}" },
  }).spec();
  assert.deepEqual([description, annotations], ["{{workflow.name}}", { run: "{{workflow.uid}}" }]);
});

test("all mistakes of a DAG are told at once, each with its own place", () => {
  const problems = problemsOf(() => {
    const dag = new DAG("Etl", { schedule: "@never", timezone: "Mars", parallelism: 0 });
    new FunctionOperator({ taskId: "Load", dag, callable: () => 1, retries: -1 });
    new FunctionOperator({ taskId: "in", dag, callable: () => 1, template: "../x" });
    return dag;
  });
  const codes = problems.map(({ code, location }) => [code, location?.line]);
  const dagLine = problems[0]?.location?.line ?? 0;
  assert.deepEqual(codes, [
    ["invalid-name", dagLine],
    ["invalid-timezone", dagLine],
    ["invalid-schedule", dagLine],
    ["invalid-option", dagLine],
    ["invalid-name", dagLine + 1],
    ["invalid-option", dagLine + 1],
    ["reserved-name", dagLine + 2],
    ["unknown-template", dagLine + 2],
  ]);
});

test("a DAG without tasks is refused", () => {
  assertRefused(() => new DAG("empty"), {
    code: "missing-option",
    message: /DAG "empty": it has no tasks/,
    hint: /place a task in it/,
    at: 'new DAG("empty")',
  });
});

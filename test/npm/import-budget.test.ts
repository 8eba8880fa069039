import assert from "node:assert/strict";
import test from "node:test";
import { overBudget, parseBudget } from "../../src/npm/import-budget.ts";

const BUDGETS = {
  "50ms": { milliseconds: 50 },
  "0.5 ms": { milliseconds: 0.5 },
  "500KB": { bytes: 500 * 1024 },
  "2mb": { bytes: 2 * 1024 ** 2 },
  "50ms, 500KB": { milliseconds: 50, bytes: 500 * 1024 },
};

for (const [text, budget] of Object.entries(BUDGETS)) {
  test(`--budget "${text}" is understood`, () => assert.deepEqual(parseBudget(text), budget));
}

for (const text of ["", "50", "ms", "0ms", "-5ms", "50s", "50ms;1KB", "50ms,"]) {
  test(`--budget "${text}" is refused with what to write`, () => {
    assert.throws(() => parseBudget(text), { code: "usage", hint: /50ms, 500KB/ });
  });
}

const COST = {
  file: "dags/etl.ts",
  milliseconds: 48.3,
  bytes: 600 * 1024,
  packages: [{ name: "zod", bytes: 500 * 1024 }],
};

test("a file above a limit is named with its cost, the limit and its heaviest package", () => {
  const [problem, ...others] = overBudget([COST], { milliseconds: 20, bytes: 2 ** 20 });
  assert.equal(problem?.code, "over-budget");
  assert.equal(problem?.message, "importing dags/etl.ts costs 48 ms, and the budget is 20 ms");
  assert.match(problem?.hint ?? "", /^import "zod" where it is used/);
  assert.deepEqual(others, []);
});

test("a file may be above both limits, and one that could not be timed only above that of its size", () => {
  const budget = { milliseconds: 20, bytes: 1024 };
  assert.equal(overBudget([COST], budget).length, 2);
  const untimed = { ...COST, milliseconds: undefined };
  assert.deepEqual(
    overBudget([untimed], budget).map(({ message }) => message),
    ["importing dags/etl.ts costs 600 KB, and the budget is 1.0 KB"],
  );
});

test("at its limit a file is within it", () => {
  assert.deepEqual(overBudget([COST], { milliseconds: 48.3, bytes: 600 * 1024 }), []);
});

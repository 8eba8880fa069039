import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { ticksOf } from "../../src/core/ticks-of.ts";
import recording from "../fixtures/ticks.json" with { type: "json" };
import { exampleSpec, SETTINGS } from "./example-dag.ts";

const NOW = new Date("2024-03-01T00:30:00Z");

function plan(options: Parameters<typeof exampleSpec>[0], from?: string, to?: string) {
  return planBackfill(exampleSpec(options), {
    settings: SETTINGS,
    now: NOW,
    startDate: from === undefined ? undefined : new Date(from),
    endDate: to === undefined ? undefined : new Date(to),
  });
}

function datesOf({ runs }: ReturnType<typeof plan>): string[] {
  return runs.map(({ tick }) => tick.toISOString().slice(0, 16));
}

test("the range has both its ends, where they are ticks", () => {
  const planned = plan(undefined, "2024-01-01T00:00:00Z", "2024-01-01T02:00:00Z");
  assert.deepEqual(datesOf(planned), ["2024-01-01T00:00", "2024-01-01T01:00", "2024-01-01T02:00"]);
});

test("a range between two ticks has no runs", () => {
  assert.deepEqual(plan(undefined, "2024-01-01T00:01:00Z", "2024-01-01T00:59:00Z").runs, []);
});

test("without dates the range is from the DAG's startDate until now, or until its endDate before that", () => {
  const daily = { scheduleInterval: "@daily", startDate: "2024-02-28" };
  assert.deepEqual(datesOf(plan(daily)), [
    "2024-02-28T00:00",
    "2024-02-29T00:00",
    "2024-03-01T00:00",
  ]);
  const ended = { ...daily, endDate: "2024-02-28T12:00:00Z" };
  assert.deepEqual(datesOf(plan(ended)), ["2024-02-28T00:00"]);
  assert.equal(plan({ ...daily, endDate: "2030-01-01" }).runs.length, 3);
});

test("a name depends on nothing but the project, the DAG and the tick, and fits where the longest fit", () => {
  const one = plan(undefined, "2024-01-01T01:00:00Z", "2024-01-01T01:00:00Z");
  const many = plan(undefined, "2023-12-01T00:00:00Z", "2024-01-02T00:00:00Z");
  assert.equal(one.runs[0]?.name, "shop-etl-bf-1704070800");
  assert.ok(many.runs.some(({ name }) => name === "shop-etl-bf-1704070800"));
  // 49 characters are the longest that rendering allows, 63 the longest that Argo takes.
  const projectName = "p".repeat(49 - "-etl".length);
  const longest = planBackfill(exampleSpec(), { settings: { ...SETTINGS, projectName }, now: NOW });
  assert.ok(longest.runs.every(({ name }) => name.length <= 63));
});

test("what cannot be planned is refused with its reason", () => {
  assert.throws(() => plan({ scheduleInterval: null }), /"etl" has no schedule to take dates from/);
  assert.throws(() => plan({}), /"etl" has no startDate to begin from/);
  assert.throws(
    () => plan(undefined, "2024-02-01", "2024-01-01"),
    /the start, .* is after the end/,
  );
  assert.throws(() => plan(undefined, "2024-04-01"), /is after the end, 2024-03-01T00:30:00Z/);
  assert.throws(() => plan(undefined, "1969-12-31"), /before 1970/);
});

test("the runs are at the ticks at which the controller fires, over changes of the clock in ten zones", () => {
  for (const { schedule, timezone, first, gaps } of recording.runs) {
    const wanted = [new Date(first)];
    for (const gap of gaps) {
      wanted.push(new Date((wanted.at(-1)?.getTime() ?? 0) + gap * 60_000));
    }
    const { runs } = planBackfill(exampleSpec({ scheduleInterval: schedule, timezone }), {
      settings: SETTINGS,
      now: NOW,
      startDate: wanted.at(0),
      endDate: wanted.at(-1),
    });
    assert.deepEqual(
      runs.map(({ tick }) => tick),
      wanted,
      `${schedule} ${timezone}`,
    );
  }
});

test("any range has the schedule's own ticks, in order, each with a name of its own", () => {
  const specs = [
    exampleSpec({ scheduleInterval: "30 2 * * *", timezone: "Europe/Berlin" }),
    exampleSpec({ scheduleInterval: ["*/30 * * * *", "15 1 * * 0"], timezone: "America/New_York" }),
    exampleSpec({ scheduleInterval: "0 */3 * * *", timezone: "Australia/Lord_Howe" }),
  ];
  const moment = fc.date({
    min: new Date("2023-01-01"),
    max: new Date("2025-01-01"),
    noInvalidDate: true,
  });
  const days = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...specs), moment, days, (spec, startDate, length) => {
      const endDate = new Date(startDate.getTime() + length * 86_400_000);
      const { runs } = planBackfill(spec, { settings: SETTINGS, now: NOW, startDate, endDate });
      const ticks = runs.map(({ tick }) => tick);
      assert.deepEqual(ticks, ticksOf(spec, startDate, endDate));
      assert.deepEqual(
        ticks,
        ticks.toSorted((a, b) => a.getTime() - b.getTime()),
      );
      assert.equal(new Set(runs.map(({ name }) => name)).size, runs.length);
    }),
    { numRuns: 60 },
  );
});

// The recording of robfig/cron v3.0.1, which Argo's controller asks, is the judge: scripts/record-ticks.

import assert from "node:assert/strict";
import test from "node:test";
import { type CronSchedule, nextTicks, parseSchedule } from "../../src/core/schedule.ts";
import { parseTimezone } from "../../src/core/timezone.ts";
import recording from "../fixtures/ticks.json" with { type: "json" };

const MINUTE = 60_000;
const STAR = 1n << 63n;

test("a text is taken exactly when robfig and the CRD's pattern take it and it ever fires, but for @every", () => {
  assert.ok(recording.verdicts.length > 400);
  for (const { text, robfig, crd, fires } of recording.verdicts) {
    const wanted = robfig && crd && fires && !text.startsWith("@every");
    assert.equal(parseSchedule(text).ok, wanted, JSON.stringify(text));
  }
});

test("the fields of a text that is taken are robfig's bit sets", () => {
  for (const { text, sets = [] } of recording.verdicts) {
    const parsed = parseSchedule(text);
    if (parsed.ok) assert.deepEqual(bitSets(parsed.value), sets.map(withoutOtherStars), text);
  }
});

test("the ticks of every recorded run are the controller's, over changes of the clock in ten zones", () => {
  assert.ok(recording.runs.length > 1000);
  for (const run of recording.runs) {
    const parsed = parseSchedule(run.schedule);
    assert.ok(parsed.ok, run.schedule);
    const { timezone } = run;
    const found = nextTicks({
      schedules: [parsed.value],
      timezone,
      after: new Date(run.after),
      count: run.gaps.length + 1,
    });
    const wanted = recordedTicks(run.first, run.gaps);
    assert.deepEqual(found.map(iso), wanted, `${run.schedule} ${timezone} after ${run.after}`);
  }
});

test("every name of Go's time-zone database is taken as it is, and in no other case", () => {
  assert.ok(recording.timezones.length > 500);
  // Intl does not know the zone that stands for an unset clock.
  for (const name of recording.timezones.filter((zone) => zone !== "Factory")) {
    assert.equal(parseTimezone(name).ok, true, name);
    const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
    assert.equal(parseTimezone(swapped).ok, false, swapped);
  }
});

function recordedTicks(first: string, gaps: readonly number[]): string[] {
  let last = Date.parse(first);
  const later = gaps.map((gap) => {
    last += gap * MINUTE;
    return iso(new Date(last));
  });
  return [first, ...later];
}

function iso(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

/** Minute, hour, day of month, month and day of week as robfig prints them. */
function bitSets(schedule: CronSchedule): string[] {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = schedule;
  const stars = [false, false, schedule.anyDayOfMonth, false, schedule.anyDayOfWeek];
  return [minute, hour, dayOfMonth, month, dayOfWeek].map((set, index) => {
    const bits = [...set].reduce((sum, value) => sum | (1n << BigInt(value)), 0n);
    return (stars[index] ? bits | STAR : bits).toString(16);
  });
}

/** The star means something in the two fields of days alone. */
function withoutOtherStars(set: string, index: number): string {
  const bits = BigInt(`0x${set}`);
  return (index === 2 || index === 4 ? bits : bits & ~STAR).toString(16);
}

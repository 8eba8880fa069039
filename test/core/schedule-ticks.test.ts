import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type CronSchedule, nextTicks, parseSchedule, ticks } from "../../src/core/schedule.ts";

const MINUTE = 60_000;

function parsed(text: string): CronSchedule {
  const schedule = parseSchedule(text);
  assert.ok(schedule.ok, text);
  return schedule.value;
}

function isoTicks(text: string, timezone: string, [from, to]: readonly [string, string]): string[] {
  const range = { schedules: [parsed(text)], timezone, from: new Date(from), to: new Date(to) };
  return [...ticks(range)].map((tick) => tick.toISOString().slice(0, 16));
}

test("both ends of a range are in it, where they are ticks", () => {
  const days = isoTicks("0 0 * * *", "UTC", ["2019-03-07T00:00:00Z", "2019-03-09T00:00:00Z"]);
  assert.deepEqual(days, ["2019-03-07T00:00", "2019-03-08T00:00", "2019-03-09T00:00"]);
  const inside = isoTicks("0 0 * * *", "UTC", [
    "2019-03-07T00:00:00.001Z",
    "2019-03-08T23:59:59.999Z",
  ]);
  assert.deepEqual(inside, ["2019-03-08T00:00"]);
  const backwards = isoTicks("0 0 * * *", "UTC", ["2019-03-09T00:00:00Z", "2019-03-07T00:00:00Z"]);
  assert.deepEqual(backwards, []);
});

test("the next ticks come after the time that is given, not at it", () => {
  const [next] = nextTicks({
    schedules: [parsed("@hourly")],
    timezone: "UTC",
    after: new Date("2019-03-07T04:00:00Z"),
    count: 1,
  });
  assert.equal(next?.toISOString(), "2019-03-07T05:00:00.000Z");
});

test("several schedules give their ticks in order, a shared one once; none give none", () => {
  const range = {
    timezone: "UTC",
    from: new Date("2019-03-07T00:00:00Z"),
    to: new Date("2019-03-07T12:00:00Z"),
  };
  const schedules = [parsed("0 */6 * * *"), parsed("0 0,9 * * *")];
  const hours = [...ticks({ ...range, schedules })].map((tick) => tick.getUTCHours());
  assert.deepEqual(hours, [0, 6, 9, 12]);
  assert.deepEqual([...ticks({ ...range, schedules: [] })], []);
});

test("where clocks change, ticks are the controller's: twice, never, or on an unexpected day", () => {
  // Each of these was asked of robfig/cron v3.0.1.
  const la = "America/Los_Angeles";
  assert.deepEqual(isoTicks("30 1 * * *", la, ["2019-11-03T00:00:00Z", "2019-11-04T00:00:00Z"]), [
    "2019-11-03T08:30",
    "2019-11-03T09:30",
  ]);
  assert.deepEqual(isoTicks("30 2 * * *", la, ["2019-03-09T00:00:00Z", "2019-03-11T23:00:00Z"]), [
    "2019-03-09T10:30",
    "2019-03-11T09:30",
  ]);
  // At 2:00 it is 2:30: the tick of 1:30 is repeated, the one of 3:00 left out.
  const lordHowe = "Australia/Lord_Howe";
  assert.deepEqual(
    isoTicks("30 1 * * *", lordHowe, ["2023-09-29T15:00:00Z", "2023-10-01T14:30:00Z"]),
    ["2023-09-29T15:00", "2023-09-30T15:00", "2023-09-30T15:30", "2023-10-01T14:30"],
  );
  assert.deepEqual(
    isoTicks("0 3 * * *", lordHowe, ["2023-09-29T16:30:00Z", "2023-10-01T16:00:00Z"]),
    ["2023-09-29T16:30", "2023-10-01T16:00"],
  );
  // Without a midnight on Sunday, a schedule of Saturdays fires on Sunday too.
  assert.deepEqual(
    isoTicks("0 5 * * 6", "Asia/Beirut", ["2022-03-26T00:00:00Z", "2022-04-02T12:00:00Z"]),
    ["2022-03-26T03:00", "2022-03-27T02:00", "2022-04-02T02:00"],
  );
});

test("10,000 daily ticks in a zone whose clocks change take well under a second", () => {
  const before = process.cpuUsage();
  const found = nextTicks({
    schedules: [parsed("0 4 * * *")],
    timezone: "America/Los_Angeles",
    after: new Date("2000-01-01T00:00:00Z"),
    count: 10_000,
  });
  const { user, system } = process.cpuUsage(before);
  assert.equal(found.length, 10_000);
  assert.ok(user + system < 1_000_000, `${(user + system) / 1000} ms`);
});

test("ticks are the minutes at which the wall clock matches, in zones that leap by whole hours past midnight", () => {
  assertAsTheWallClock({
    zones: [
      ["America/Los_Angeles", "2019-03-10", "2019-11-03"],
      ["Europe/Berlin", "2020-03-29", "2020-10-25"],
      ["UTC", "2020-02-28", "2019-12-31"],
    ],
    hours: item(0, 23),
  });
});

test("so they are where clocks leap by half an hour, for schedules of every hour", () => {
  // For others the controller does not look at the hour again when a leap skips its beginning: see above.
  assertAsTheWallClock({
    zones: [["Australia/Lord_Howe", "2023-09-30", "2024-04-06"]],
    hours: fc.constant("*"),
  });
});

/** Each zone with two days at which its clocks change; ranges begin within three days before and a day after. */
interface WallClockCases {
  readonly zones: readonly (readonly [string, string, string])[];
  readonly hours: fc.Arbitrary<string>;
}

function assertAsTheWallClock({ zones, hours }: WallClockCases): void {
  const start = fc
    .tuple(fc.constantFrom(...zones), fc.constantFrom(1, 2), fc.integer({ min: -72, max: 24 }))
    .map(([zone, change, shift]) => ({
      timezone: zone[0],
      from: new Date(Date.parse(zone[change] ?? "") + shift * 60 * MINUTE),
    }));
  const text = fc
    .tuple(item(0, 59), hours, oftenStar(1, 28), oftenStar(1, 12), oftenStar(0, 6))
    .map((fields) => fields.join(" "));
  fc.assert(
    fc.property(start, text, ({ timezone, from }, fields) => {
      const to = new Date(from.getTime() + 48 * 60 * MINUTE);
      const schedule = parsed(fields);
      const found = [...ticks({ schedules: [schedule], timezone, from, to })];
      assert.deepEqual(found, [...matchingMinutes(schedule, timezone, [from, to])]);
    }),
    { numRuns: 150 },
  );
}

function item(min: number, max: number) {
  const value = fc.integer({ min, max });
  return fc.oneof(
    fc.constant("*"),
    value.map(String),
    fc.integer({ min: 1, max: 12 }).map((step) => `*/${step}`),
    fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.tuple(value, value).map(([a, b]) => `${a},${b}`),
  );
}

function oftenStar(min: number, max: number) {
  return fc.oneof({ weight: 3, arbitrary: fc.constant("*") }, item(min, max));
}

/** An oracle that knows nothing of searching: it reads the wall clock at every minute. */
function* matchingMinutes(
  schedule: CronSchedule,
  timezone: string,
  [from, to]: readonly [Date, Date],
): Generator<Date> {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    month: "numeric",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
  });
  let read: ReadonlyMap<string, string> = new Map();
  for (let time = from.getTime(); time <= to.getTime(); time += MINUTE) {
    // Offsets only change at quarters of an hour; asking Intl at each minute would take seconds.
    const quarter = time - (time % (15 * MINUTE));
    if (quarter === time || read.size === 0) read = wallClock(clock, quarter);
    const minute = Number(read.get("minute")) + (time - quarter) / MINUTE;
    if (schedule.minute.has(minute) && hourMatches(schedule, read)) yield new Date(time);
  }
}

function wallClock(clock: Intl.DateTimeFormat, time: number): ReadonlyMap<string, string> {
  return new Map(clock.formatToParts(time).map(({ type, value }) => [type, value]));
}

function hourMatches(schedule: CronSchedule, read: ReadonlyMap<string, string>): boolean {
  const number = (part: string) => Number(read.get(part));
  const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const onDate = schedule.dayOfMonth.has(number("day"));
  const onWeekday = schedule.dayOfWeek.has(weekdays.indexOf(read.get("weekday") ?? ""));
  const both = schedule.anyDayOfMonth || schedule.anyDayOfWeek;
  return (
    schedule.month.has(number("month")) &&
    (both ? onDate && onWeekday : onDate || onWeekday) &&
    schedule.hour.has(number("hour"))
  );
}

import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { formatRfc3339, parseDate } from "../../src/core/dates.ts";
import { parsePodTime } from "../../src/core/pod-time.ts";
import { formatInZone } from "../../src/core/timezone.ts";

const LA = "America/Los_Angeles";

function iso(value: unknown, timezone: string): string {
  const date = parseDate(value, timezone);
  assert.ok(date.ok, String(value));
  return date.value.toISOString();
}

function hint(value: unknown): string {
  const date = parseDate(value, LA);
  assert.ok(!date.ok, String(value));
  return date.complaint.hint;
}

test("a date without an offset is in the DAG's time zone", () => {
  assert.equal(iso("2019-03-07", LA), "2019-03-07T08:00:00.000Z");
  assert.equal(iso("2019-07-07 04:30", LA), "2019-07-07T11:30:00.000Z");
  assert.equal(iso("2019-03-07T00:00:00.250", LA), "2019-03-07T08:00:00.250Z");
  assert.equal(iso("2019-03-07 00:00:00", "UTC"), "2019-03-07T00:00:00.000Z");
});

test("a date with an offset is that moment in every time zone, and so is a Date", () => {
  for (const timezone of [LA, "UTC", "Asia/Kathmandu"]) {
    assert.equal(iso("2019-03-07T00:00:00.000Z", timezone), "2019-03-07T00:00:00.000Z");
    assert.equal(iso("2019-03-07T00:00:00+02:00", timezone), "2019-03-06T22:00:00.000Z");
    assert.equal(iso("2019-03-07 04:00:00 -0800 PST", timezone), "2019-03-07T12:00:00.000Z");
    assert.equal(iso(new Date(0), timezone), "1970-01-01T00:00:00.000Z");
  }
});

test("a time that clocks leap over is as much later, one that they show twice is the first", () => {
  assert.equal(iso("2019-03-10 02:30", LA), "2019-03-10T10:30:00.000Z");
  assert.equal(iso("2019-11-03 01:30", LA), "2019-11-03T08:30:00.000Z");
  // A day without a midnight begins at one o'clock.
  assert.equal(iso("2018-11-04", "America/Sao_Paulo"), "2018-11-04T03:00:00.000Z");
  assert.equal(iso("2022-03-27", "Asia/Beirut"), "2022-03-26T22:00:00.000Z");
});

test("a wall time that exists is read back from the zone's clock", () => {
  const zone = fc.constantFrom(LA, "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns");
  const minute = fc.integer({ min: Date.UTC(2015) / 60_000, max: Date.UTC(2027) / 60_000 });
  fc.assert(
    fc.property(zone, minute, (timezone, at) => {
      const shown = formatInZone(timezone, new Date(at * 60_000)).slice(0, 16);
      const read = new Date(iso(shown, timezone));
      assert.equal(formatInZone(timezone, read).slice(0, 16), shown);
      assert.ok(read.getTime() <= at * 60_000, "the first of two");
    }),
    { numRuns: 300 },
  );
});

test("days and times that do not exist are refused with the nearest that does", () => {
  assert.equal(hint("2019-02-30"), 'write "2019-02-28"');
  assert.equal(hint("2019-06-31T04:00Z"), 'write "2019-06-30T04:00Z"');
  assert.equal(hint("2019-3-7"), 'write "2019-03-07"');
  assert.equal(hint("2019/03/07"), 'write "2019-03-07"');
});

test("what is no date is refused with examples", () => {
  const values = ["", "tomorrow", "20190307", "03/07/2019", "2019-13-01", "2019-03-07T24:00"];
  for (const value of [...values, "2019-03-07T04:00:60Z", 20190307, null, new Date("no")]) {
    assert.match(hint(value), /^write "2019-03-07", /, String(value));
  }
});

test("RFC 3339 is written in UTC, to the second", () => {
  assert.equal(formatRfc3339(new Date("2019-03-07T04:00:00.999+01:00")), "2019-03-07T03:00:00Z");
});

test("a pod reads each spelling that Argo or Go prints", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2019-03-07T04:00:00Z", "2019-03-07T04:00:00.000Z"],
    ["2019-03-07T04:00:00-08:00", "2019-03-07T12:00:00.000Z"],
    ["2019-03-07T04:00:00.123456789+05:30", "2019-03-06T22:30:00.123Z"],
    ["2019-03-07", "2019-03-07T00:00:00.000Z"],
    ["2019-03-07 04:00:00", "2019-03-07T04:00:00.000Z"],
    ["2019-03-07T04:00:00", "2019-03-07T04:00:00.000Z"],
    ["2019-03-07 04:00:00 +0000 UTC", "2019-03-07T04:00:00.000Z"],
    ["2019-03-07 04:00:00.57 -0700 MST", "2019-03-07T11:00:00.570Z"],
    ["2019-03-07 04:00:00 -0300 -03", "2019-03-07T07:00:00.000Z"],
    ["2019-03-07 04:00:00 +0545 +0545", "2019-03-06T22:15:00.000Z"],
    ["2019-03-07 04:00:00.25 +0000 UTC m=+0.000012", "2019-03-07T04:00:00.250Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    [" 2019-03-07T04:00:00Z\n", "2019-03-07T04:00:00.000Z"],
  ];
  for (const [text, time] of cases) assert.equal(parsePodTime(text)?.toISOString(), time, text);
});

test("a pod takes nothing else for a time", () => {
  const texts = [
    "",
    "{{workflow.scheduledTime}}",
    "2019-02-30",
    "2019-03-07Z",
    "04:00",
    "1551931200",
  ];
  for (const text of [...texts, "2019-03-07T04:00:00+25:00", "2019-03-07T04:61:00Z"]) {
    assert.equal(parsePodTime(text), undefined, text);
  }
});

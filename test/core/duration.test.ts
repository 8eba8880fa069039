import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../src/core/duration.ts";

function hint(value: unknown): string {
  const duration = parseDuration(value);
  assert.ok(!duration.ok, String(value));
  return duration.complaint.hint;
}

test("a duration is a number of seconds, or a text of units from the largest to the smallest", () => {
  const cases: readonly (readonly [unknown, number])[] = [
    [0, 0],
    [90, 90],
    ["30s", 30],
    ["10m", 600],
    ["2h", 7200],
    ["1d", 86_400],
    ["1h30m", 5400],
    ["1d2h3m4s", 93_784],
  ];
  for (const [value, seconds] of cases) {
    assert.deepEqual(parseDuration(value), { ok: true, value: seconds });
  }
});

test("a duration in other words is refused with the text that says it", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["10 min", "10m"],
    ["5min", "5m"],
    ["PT5M", "5m"],
    ["P1DT2H", "1d2h"],
    ["1.5h", "1h30m"],
    ["90 minutes", "1h30m"],
    ["1 hour, 30 minutes", "1h30m"],
    ["30m1h", "1h30m"],
    ["2 weeks", "14d"],
    ["500ms", "1s"],
    ["1H", "1h"],
  ];
  for (const [text, near] of cases) assert.equal(hint(text), `write "${near}"`, text);
  assert.equal(hint("90"), 'write 90 without quotes, or "90s"');
  assert.equal(hint(1.5), "write 2");
});

test("what is no duration is refused with examples", () => {
  for (const value of [
    "",
    "m",
    "-5s",
    "soon",
    "10 parsecs",
    "P1M",
    -1,
    Number.NaN,
    null,
    [10],
    {},
  ]) {
    assert.match(hint(value), /^write a number of seconds, or a text/, String(value));
  }
  assert.equal(hint(2 ** 31), "write at most 2147483647 seconds");
  assert.equal(hint("99999d"), "write at most 2147483647 seconds");
});

test("a duration is shown in at most two units", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0ms"],
    [0.35, "350ms"],
    [0.9996, "1s"],
    [1.25, "1.3s"],
    [42, "42s"],
    [59.7, "1m"],
    [61, "1m 1s"],
    [3599.6, "1h"],
    [5400, "1h 30m"],
    [90_061, "1d 1h"],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
});

test("a duration of whole minutes below a day is read back from what is shown", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1439 }), (minutes) => {
      const shown = formatDuration(minutes * 60).replace(" ", "");
      assert.deepEqual(parseDuration(shown), { ok: true, value: minutes * 60 });
    }),
  );
});

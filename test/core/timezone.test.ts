import assert from "node:assert/strict";
import test from "node:test";
import { formatInZone, offsetMinutes, parseTimezone } from "../../src/core/timezone.ts";

function hint(text: unknown): string {
  const timezone = parseTimezone(text);
  assert.ok(!timezone.ok, String(text));
  return timezone.complaint.hint;
}

test("names of zones are taken, and so are links and the names of old and new databases", () => {
  const names = [
    "UTC",
    "America/Los_Angeles",
    "US/Pacific",
    "Europe/Kyiv",
    "Europe/Kiev",
    "Etc/GMT+5",
  ];
  for (const name of names) assert.deepEqual(parseTimezone(name), { ok: true, value: name });
});

test("what Intl takes and Go does not is refused with the name that was meant", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["utc", "UTC"],
    ["america/los_angeles", "America/Los_Angeles"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["PST", "America/Los_Angeles"],
  ];
  for (const [text, name] of cases) {
    assert.doesNotThrow(() => new Intl.DateTimeFormat("en", { timeZone: text }));
    assert.equal(hint(text), `write "${name}"`);
  }
});

test("a city, a slip of the pen and an offset are answered with a name", () => {
  assert.equal(hint("Berlin"), 'write "Europe/Berlin"');
  assert.equal(hint("Los Angeles"), 'write "America/Los_Angeles"');
  assert.equal(hint("Europe/Berln"), 'write "Europe/Berlin"');
  assert.equal(hint("+00:00"), 'write "UTC"');
  assert.equal(hint("+02:00"), 'write "Etc/GMT-2", whose sign counts to the west');
  assert.equal(hint("UTC-8"), 'write "Etc/GMT+8", whose sign counts to the west');
});

test("what is no zone at all is refused with an example", () => {
  for (const text of ["", "Local", "EDT", "+05:30", "Mars/Olympus_Mons", 5, null, undefined, {}]) {
    assert.match(hint(text), /^write a name of the IANA database, such as "UTC"/);
  }
});

test("an offset is that of the moment, east of UTC", () => {
  const winter = new Date("2019-03-07T12:00:00Z");
  assert.equal(offsetMinutes("America/Los_Angeles", winter), -480);
  assert.equal(offsetMinutes("America/Los_Angeles", new Date("2019-07-07T12:00:00Z")), -420);
  assert.equal(offsetMinutes("Asia/Kathmandu", winter), 345);
  assert.equal(offsetMinutes("UTC", winter), 0);
});

test("an offset changes in the very second in which clocks do", () => {
  const change = Date.parse("2019-03-10T10:00:00Z");
  assert.equal(offsetMinutes("America/Los_Angeles", new Date(change - 1)), -480);
  assert.equal(offsetMinutes("America/Los_Angeles", new Date(change)), -420);
});

test("a time is shown on the zone's clock, with its offset, and with seconds only where there are some", () => {
  const date = new Date("2019-03-07T12:00:00Z");
  assert.equal(
    formatInZone("America/Los_Angeles", date),
    "2019-03-07 04:00 America/Los_Angeles (-08:00)",
  );
  assert.equal(formatInZone("UTC", date), "2019-03-07 12:00 UTC (+00:00)");
  assert.equal(
    formatInZone("Asia/Kathmandu", new Date("2019-03-07T12:00:31.500Z")),
    "2019-03-07 17:45:31 Asia/Kathmandu (+05:45)",
  );
});

import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type CronSchedule, parseSchedule } from "../../src/core/schedule.ts";

function parsed(text: string): CronSchedule {
  const schedule = parseSchedule(text);
  assert.ok(schedule.ok, text);
  return schedule.value;
}

function complaint(text: unknown): { readonly what: string; readonly hint: string } {
  const schedule = parseSchedule(text);
  assert.ok(!schedule.ok, String(text));
  return schedule.complaint;
}

test("a schedule keeps the user's own text", () => {
  assert.equal(parsed("0  4 * * mon-FRI").text, "0  4 * * mon-FRI");
});

test("the parent's '* */4 * * *' is every minute of every fourth hour", () => {
  const schedule = parsed("* */4 * * *");
  assert.deepEqual([...schedule.hour], [0, 4, 8, 12, 16, 20]);
  assert.equal(schedule.minute.size, 60);
});

test("a complaint names the field and what is wrong with it", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["0 0 * * 7", 'day of week "7" is not taken by Argo: it goes from 0 to 6 (sun to sat)'],
    ["60 * * * *", 'minute "60" is not taken by Argo: it goes from 0 to 59'],
    ["0 25 * * *", 'hour "25" is not taken by Argo: it goes from 0 to 23'],
    ["0 0 1,32 * *", 'day of month "32" is not taken by Argo: it goes from 1 to 31'],
    ["0 0 * 11-2 *", 'month "11-2" is not taken by Argo: its range ends before it begins'],
    ["*/0 * * * *", 'minute "*/0" is not taken by Argo: its step is 0'],
    ["0 0 L * *", 'day of month "L" is not taken by Argo: L, W and # belong to other dialects'],
    ["0 0 30 2 *", 'schedule "0 0 30 2 *" never fires: month "2" has no day of month "30"'],
    ["0 0 * * ,", 'schedule "0 0 * * ," never fires: it names no day of week'],
    ["@DAILY", 'preset "@DAILY" is not in lower case'],
    [" 0 0 * * *", 'schedule " 0 0 * * *" begins or ends with a blank'],
    ["", "the schedule is empty"],
  ];
  for (const [text, what] of cases) assert.equal(complaint(text).what, what);
  assert.equal(complaint(5).what, "schedule 5 is not a text");
});

test("a complaint's hint is the nearest text that Argo takes", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["0 0 * * 7", "0 0 * * 0"],
    ["0 0 * * 1-7", "0 0 * * 0-6"],
    ["0 0 * * 5-7", "0 0 * * 0,5,6"],
    ["0 0 * * FRI-MON", "0 0 * * 5-6,0-1"],
    ["0 0 * * sat-sun", "0 0 * * 6,0"],
    ["0 0 * * Monday", "0 0 * * 1"],
    ["0 0 * january *", "0 0 * 1 *"],
    ["60 * * * *", "0 * * * *"],
    ["0 24 * * *", "0 0 * * *"],
    ["0 0-24 * * *", "0 0-23 * * *"],
    ["0 0 0 * *", "0 0 1 * *"],
    ["*/ * * * *", "* * * * *"],
    ["/5 * * * *", "*/5 * * * *"],
    ["0 0 30 2 *", "0 0 28 2 *"],
    ["0 0 31 4,6 *", "0 0 30 4,6 *"],
    ["@Daily", "@daily"],
    ["@quarterly", "0 0 1 */3 *"],
    ["@every 1h", "0 * * * *"],
    ["@every 15m", "*/15 * * * *"],
    ["@every 24h", "0 0 * * *"],
    ["0 0 12 * * ?", "0 12 * * ?"],
    ["0 0 12 * * ? 2026", "0 12 * * ?"],
    ["0 0 * * * ", "0 0 * * *"],
    ["0 0 * * * # nightly", "0 0 * * *"],
  ];
  for (const [text, near] of cases) assert.equal(complaint(text).hint, `write "${near}"`, text);
});

test("a hint says what else to do where a text alone cannot say it", () => {
  assert.equal(
    complaint("CRON_TZ=Europe/Berlin 0 4 * * *").hint,
    'write "0 4 * * *", and the time zone in the option timezone',
  );
  assert.equal(
    complaint("0 0 * * 5#3").hint,
    'write "0 0 * * 5", and stop the runs of other days with a ShortCircuitOperator',
  );
  assert.match(complaint("@once").hint, /only runs by hand/);
  assert.equal(complaint("0 12 * * * 5").hint, 'write "12 * * * 5" or "0 12 * * *"');
  assert.match(complaint("nonsense").hint, /^write five fields such as/);
});

test("every suggested text is itself taken", () => {
  const field = fc.oneof(
    fc.constantFrom("*", "?", "*/0", "L", "LW", "5#2", "15W", "mon", "FRI-mon", "*/", "/3", ","),
    fc.tuple(fc.nat(70), fc.nat(70)).map(([low, high]) => `${low}-${high}`),
    fc.nat(70).map(String),
  );
  const text = fc.array(field, { minLength: 4, maxLength: 7 }).map((fields) => fields.join(" "));
  fc.assert(
    fc.property(text, (schedule) => {
      const result = parseSchedule(schedule);
      if (result.ok) return;
      const written = /^write ("[^"]*")(?: or ("[^"]*"))?/.exec(result.complaint.hint) ?? [];
      for (const near of written.slice(1).filter((found) => found !== undefined)) {
        assert.ok(parseSchedule(near.slice(1, -1)).ok, `${schedule} → ${near}`);
      }
    }),
    { numRuns: 500 },
  );
});

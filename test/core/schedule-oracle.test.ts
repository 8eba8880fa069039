// The recording of robfig/cron v3.0.1, which Argo's controller asks, is the judge: scripts/record-ticks.

import assert from "node:assert/strict";
import test from "node:test";
import { nextTicks, parseSchedule } from "../../src/core/schedule.ts";
import { parseTimezone } from "../../src/core/timezone.ts";
import recording from "../fixtures/ticks.json" with { type: "json" };

test("a text is taken exactly when both of Argo's validators take it and it fires", () => {
  const wrong = recording.verdicts.filter(
    ({ text, robfig, crd, fires }) => parseSchedule(text).ok !== (robfig && crd && fires && !text.startsWith("@every")),
  );
  assert.deepEqual(wrong, []);
});

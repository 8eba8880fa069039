import assert from "node:assert/strict";
import test from "node:test";
import { runLocally } from "../../runtime/local/local-run.ts";
import type { RunEvent } from "../../runtime/local/run-event.ts";
import { ADAPTED } from "./adapter.ts";
import { observe } from "./observe.ts";

for (const { recorded, style, dag } of ADAPTED) {
  test(`${recorded.name}, as ${style}: ${recorded.says}`, async () => {
    const events: RunEvent[] = [];
    const { outcome } = await runLocally(dag, { report: (event) => events.push(event) });
    assert.deepEqual(observe(recorded, outcome, events), recorded.expect);
  });
}

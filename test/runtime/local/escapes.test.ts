import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import test from "node:test";

test("a task that exits, throws outside of its promise or can never end fails alone, as in a pod", () => {
  const script = path.join(import.meta.dirname, "fixtures", "escapes.ts");
  const child = spawnSync(process.execPath, ["--import", "tsx", script], {
    encoding: "utf8",
    timeout: 30_000,
  });
  assert.equal(child.status, 0, child.stderr);
  assert.deepEqual(JSON.parse(child.stdout), {
    "exits-well": "Failed 2 error[task-failed]: the task called process.exit()",
    "exits-for-good": "Failed 1 error[task-failed]: the task called process.exit(99)",
    "throws-in-a-timer": "Failed 2 Error: from a timer",
    "never-settles":
      'Failed 2 error[task-failed]: task "never-settles" of DAG "escapes" waits for something that can no longer happen',
    good: "Succeeded 1",
  });
});

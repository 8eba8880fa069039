import assert from "node:assert/strict";
import test from "node:test";
import { PLAIN } from "../../src/cli/paint.ts";
import type { EndedTask } from "../../src/cli/reporter/print-reasons.ts";
import { ganttChart } from "../../src/cli/runs/gantt-chart.ts";
import { parseTaskId } from "../../src/core/names.ts";

const START = Date.parse("2024-05-06T00:00:00Z");

function ended(taskId: string, from: number, to: number): EndedTask {
  return {
    taskId: parseTaskId(taskId),
    phase: "Succeeded",
    attempts: 1,
    inputs: new Map(),
    outputs: new Map(),
    startedAt: new Date(START + from),
    finishedAt: new Date(START + to),
  };
}

const OPTIONS = { since: new Date(START), paint: PLAIN, width: 49 };

test("bars stand where tasks ran, on one line of time, in the order in which they started", () => {
  const tasks = [ended("b", 5000, 10_000), ended("first", 0, 5000), ended("c", 9999, 10_000)];
  assert.equal(
    ganttChart(tasks, OPTIONS),
    [
      "✓ first  ██████████            5s",
      "✓ b                ██████████  5s",
      "✓ c                         █  1ms",
      "         0················10s",
      "",
    ].join("\n"),
  );
});

test("tasks of the run that was resumed have no bar", () => {
  const tasks = [ended("old", -60_000, -1000), ended("new", 0, 1000)];
  const lines = ganttChart(tasks, OPTIONS).split("\n");
  assert.match(lines[0] ?? "", /^✓ new +█+ +1s$/);
  assert.equal(lines[2], "✓ old  kept from the run before");
});

test("of thousands of tasks the longest are drawn and the others counted", () => {
  const tasks = Array.from({ length: 3000 }, (_, n) => ended(`t-${n}`, n, n + 1 + (n % 100)));
  const lines = ganttChart(tasks, OPTIONS).trimEnd().split("\n");
  assert.equal(lines.length, 60 + 1 + 1);
  assert.equal(lines.at(-1), "  and 2940 shorter tasks");
});

// W6: a fan-out, 8 items at a time, and the memory that it needs: sampled after a garbage collection while it runs.

import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { DAG } from "airgo";
import { runLocally } from "../runtime/local/local-run.ts";
import type { RunEvent } from "../runtime/local/run-event.ts";
import { measure } from "./measure.ts";

v8.setFlagsFromString("--expose-gc");
const collect: () => void = vm.runInNewContext("gc");
const SIZES = [2_500, 5_000, 10_000];
const SAMPLES = 10;

function fanOut(size: number): DAG {
  const dag = new DAG("fan-out");
  const list = dag.task("list", () => Array.from({ length: size }, (_, index) => index))();
  const each = dag.task("each", async ({ item }: { item: number }) => {
    // What an item needs while it runs.
    const work = new Uint8Array(10_000).fill(item);
    await new Promise(setImmediate);
    return work.length;
  });
  dag.task("sum", ({ all }: { all: number[] }) => all.length)({ all: each.expand({ item: list }) });
  return dag;
}

async function run(size: number, report: (event: RunEvent) => void): Promise<number> {
  const began = performance.now();
  const { outcome } = await runLocally(fanOut(size), { report, concurrency: 8 });
  assert.equal(outcome.phase, "Succeeded");
  return performance.now() - began;
}

async function measureMemory(size: number): Promise<void> {
  const heaps: number[] = [];
  await run(size, (event) => {
    if (event.kind !== "item-finished" || event.mapIndex % (size / SAMPLES) !== 0) return;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  });
  const [first = 0] = heaps;
  const growth = (Math.max(...heaps) - first) / size;
  const megabytes = heaps.map((heap) => (heap / 2 ** 20).toFixed(1)).join(" ");
  console.log(
    `${String(size).padStart(8)} items: heap ${megabytes} MB; ${growth.toFixed(0)} bytes an item`,
  );
}

async function main(): Promise<void> {
  await measure({
    title: "W6: a fan-out, 8 items at a time",
    unit: "items",
    sizes: SIZES,
    goal: "memory flat: no more than each item's result is kept",
    run: (size) => run(size, () => undefined),
  });
  for (const size of SIZES) await measureMemory(size);
}

void main();

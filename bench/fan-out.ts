// W6: a fan-out, 8 items at a time, and the memory that it needs: sampled after a garbage collection while it runs.

import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { DAG } from "airgo";
import { runLocally } from "../runtime/local/local-run.ts";
import type { RunEvent } from "../runtime/local/run-event.ts";
import { tell } from "./finding.ts";
import { exponent } from "./measure.ts";
import { measure } from "./workload.ts";

v8.setFlagsFromString("--expose-gc");
const collect: () => void = vm.runInNewContext("gc");
const SIZES = [2_500, 5_000, 10_000] as const;
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

async function run(size: number, report: (event: RunEvent) => void): Promise<void> {
  const { outcome } = await runLocally(fanOut(size), { report, concurrency: 8 });
  assert.equal(outcome.phase, "Succeeded");
}

/** Bytes of the heap, ten times in the course of the run. */
async function heapsOf(size: number): Promise<readonly number[]> {
  const heaps: number[] = [];
  await run(size, (event) => {
    if (event.kind !== "item-finished" || event.mapIndex % (size / SAMPLES) !== 0) return;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  });
  return heaps;
}

async function measureMemory(): Promise<void> {
  const grown: [size: number, bytes: number][] = [];
  let last: readonly number[] = [];
  for (const size of SIZES) {
    last = await heapsOf(size);
    const [first = 0] = last;
    grown.push([size, Math.max(...last) - first]);
    console.log(`  ${size} items: heap ${last.map(megabytes).join(" ")} MB`);
  }
  const [largest, bytes] = grown.at(-1) ?? [1, 0];
  tell({
    workload: "W6",
    what: "its memory: the heap while 10,000 items run",
    goal: "no more than each item's result",
    figure: `+${megabytes(bytes)} MB, ${(bytes / largest).toFixed(0)} bytes an item`,
    spread: `${megabytes(Math.min(...last))} to ${megabytes(Math.max(...last))} MB`,
    ratio: `an item works with 10,000 bytes`,
    growth: exponent(grown).toFixed(2),
  });
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

async function main(): Promise<void> {
  await measure({
    workload: "W6",
    what: "a fan-out over 10,000 items, 8 at a time",
    unit: "items",
    sizes: SIZES,
    goal: "linear",
    run: (size) => run(size, () => undefined),
  });
  await measureMemory();
}

void main();

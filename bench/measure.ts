// Times a workload at several sizes: the median and the spread of each, and how the time grows with the size.

import os from "node:os";

export interface Workload {
  readonly title: string;
  /** What the sizes count. */
  readonly unit: string;
  readonly sizes: readonly number[];
  /** The goal, as performance is promised, for the last size. */
  readonly goal: string;
  /** Milliseconds that one run of this size took. */
  readonly run: (size: number) => Promise<number>;
}

const REPEATS = 5;

export async function measure({ title, unit, sizes, goal, run }: Workload): Promise<void> {
  const [cpu] = os.cpus();
  console.log(
    `${title}\nNode ${process.version}, ${os.cpus().length} × ${cpu?.model ?? "?"}; goal: ${goal}`,
  );
  // Compiled code is what a long run has; the first runs would measure the compiler.
  await run(sizes[0] ?? 1);
  const medians: number[] = [];
  for (const size of sizes) {
    const times: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) times.push(await run(size));
    times.sort((a, b) => a - b);
    const median = times[Math.floor(REPEATS / 2)] ?? 0;
    medians.push(median);
    const spread = `${ms(times[0])} to ${ms(times.at(-1))}`;
    const each = ((median / size) * 1000).toFixed(1);
    console.log(`${String(size).padStart(8)} ${unit}: ${ms(median)} (${spread}), ${each} µs each`);
  }
  console.log(`growth: time ∝ size^${exponent(sizes, medians).toFixed(2)}\n`);
}

function ms(milliseconds = 0): string {
  return `${milliseconds.toFixed(0)} ms`;
}

/** The slope of the line through the points on logarithmic scales, by least squares. */
export function exponent(sizes: readonly number[], values: readonly number[]): number {
  const points = sizes.map(
    (size, index) => [Math.log(size), Math.log(values[index] ?? 1)] as const,
  );
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const rise = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rise / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

// How everything here is measured: bodies side by side, round after round, so that what disturbs the machine disturbs all
// of them; medians with their spread; and how the time grows with the size.

import { existsSync, readFileSync } from "node:fs";

/** What is measured: in this process, or a child's whole life. */
export type Body = () => unknown;

/** In milliseconds. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** In milliseconds. */
export interface Samples {
  readonly median: number;
  /** What ratios and growth are worked out from: whatever else the machine does only ever adds. */
  readonly low: number;
  readonly high: number;
  /** The mean of user and system time; of children only where the system tells it (Linux, in steps of 10 ms). */
  readonly cpu: number;
}

/** One run of each body a round. */
export async function sideBySide(
  bodies: ReadonlyMap<string, Body>,
  rounds: number,
): Promise<ReadonlyMap<string, Samples>> {
  const costs = new Map([...bodies.keys()].map((name): [string, Cost[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, body] of bodies) costs.get(name)?.push(await costOf(body));
  }
  return new Map([...costs].map(([name, own]) => [name, summarize(own)]));
}

async function costOf(body: Body): Promise<Cost> {
  const [began, cpuBefore] = [performance.now(), cpuTime()];
  await body();
  return { wall: performance.now() - began, cpu: cpuTime() - cpuBefore };
}

/** Of this process, and of its children that have ended. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + childrenTime();
}

const STAT = "/proc/self/stat";
const hasStat = existsSync(STAT);
// The kernel's USER_HZ, which is the same on all its architectures of today.
const TICK_MS = 10;

function childrenTime(): number {
  if (!hasStat) return 0;
  // The second field is the program's name in parentheses, and may hold blanks.
  const fields = readFileSync(STAT, "latin1")
    .replace(/^.*\) /s, "")
    .split(" ");
  const [user = 0, system = 0] = fields.slice(13, 15).map(Number);
  return (user + system) * TICK_MS;
}

function summarize(costs: readonly Cost[]): Samples {
  const walls = costs.map(({ wall }) => wall);
  return {
    median: median(walls),
    low: Math.min(...walls),
    high: Math.max(...walls),
    cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0) / costs.length,
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The slope of the line through the points on logarithmic scales, by least squares: 1 is linear. */
export function exponent(points: readonly (readonly [size: number, value: number])[]): number {
  const logs = points.map(([size, value]) => [Math.log(size), Math.log(value)] as const);
  const mean = (axis: 0 | 1) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const rise = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rise / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

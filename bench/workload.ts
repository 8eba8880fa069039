// A workload at three sizes, with others that do the same beside the largest.

import { emptyNode } from "./child.ts";
import { describeMachine, type Finding, milliseconds, spreadOf, tell } from "./finding.ts";
import { type Body, exponent, type Samples, sideBySide } from "./measure.ts";

export interface Workload {
  readonly workload: string;
  readonly what: string;
  /** What the sizes count. */
  readonly unit: string;
  readonly goal: string;
  readonly sizes: readonly [small: number, middle: number, large: number];
  readonly run: (size: number) => unknown;
  /** Costs what every size costs: taken off before the growth is worked out. */
  readonly fixed?: Body;
  /** By name: other programs that do what the largest size does. */
  readonly others?: ReadonlyMap<string, Body>;
  readonly rounds?: number;
}

const FLOOR = "node -e 0";
const FIXED = "fixed";

/** Measures a workload and tells what was found; gives the samples by the names of what was measured. */
export async function measure(workload: Workload): Promise<ReadonlyMap<string, Samples>> {
  const { sizes, run, unit, fixed, others = [], rounds = 5 } = workload;
  console.log(describeMachine());
  const largest = sizes[2];
  // Compiled code is what a long run has; the first would measure the compiler.
  await run(sizes[0]);
  const samples = await sideBySide(
    new Map<string, Body>([
      [FLOOR, emptyNode],
      ...(fixed === undefined ? [] : [[FIXED, fixed] as const]),
      ...sizes.map((size) => [`${size} ${unit}`, () => run(size)] as const),
      ...others,
    ]),
    rounds,
  );
  for (const [name, own] of samples) {
    const cpu = `CPU ${milliseconds(own.cpu)}`;
    console.log(`  ${name.padEnd(30)} ${milliseconds(own.median)} (${spreadOf(own)}; ${cpu})`);
  }
  const own = samples.get(`${largest} ${unit}`);
  if (own !== undefined) tell(findingOf(workload, own, samples));
  return samples;
}

function findingOf(
  { workload, what, goal, sizes, unit, others = new Map() }: Workload,
  own: Samples,
  samples: ReadonlyMap<string, Samples>,
): Finding {
  const ratios = [...others.keys(), FLOOR].map((name) => {
    const ratio = own.low / (samples.get(name)?.low ?? Number.NaN);
    return `${ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0)} × ${name}`;
  });
  const fixed = samples.get(FIXED)?.low ?? 0;
  const points = sizes.map((size): [number, number] => {
    return [size, (samples.get(`${size} ${unit}`)?.low ?? Number.NaN) - fixed];
  });
  return {
    workload,
    what,
    goal,
    figure: `${milliseconds(own.median)} (CPU ${milliseconds(own.cpu)})`,
    spread: spreadOf(own),
    ratio: ratios.join(", "),
    growth: exponent(points).toFixed(2),
  };
}

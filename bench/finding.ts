// What a benchmark says: to the person who runs it, and as a row of the table in docs/performance.md.

import os from "node:os";
import type { Samples } from "./measure.ts";

/** One row. */
export interface Finding {
  /** As performance is promised: "W1". */
  readonly workload: string;
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly spread: string;
  /** Against what was measured beside it. */
  readonly ratio: string;
  /** The exponent: time, or memory, ∝ size^growth. */
  readonly growth: string;
}

const COLUMNS: readonly (readonly [title: string, field: keyof Finding])[] = [
  ["", "workload"],
  ["workload", "what"],
  ["goal", "goal"],
  ["measured", "figure"],
  ["spread", "spread"],
  ["ratio", "ratio"],
  ["growth", "growth"],
];

/** Prints a finding, and hands it to the process that collects the table, if there is one. */
export function tell(finding: Finding): void {
  const { workload, what, goal, figure, spread, ratio, growth } = finding;
  console.log(`${workload}: ${what}\n  ${figure} (${spread}); goal: ${goal}`);
  console.log(`  ratio: ${ratio}\n  growth: ∝ size^${growth}\n`);
  process.send?.(finding);
}

export function printTable(findings: readonly Finding[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    COLUMNS.map(() => "---"),
    ...findings.map((finding) => COLUMNS.map(([, field]) => finding[field])),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Without names: what else the figures depend on. */
export function describeMachine(): string {
  const cores = os.cpus().length;
  return `Node ${process.version}, ${cores} cores, ${process.platform} ${process.arch}`;
}

export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function spreadOf({ low, high }: Samples): string {
  return `${milliseconds(low)} to ${milliseconds(high)}`;
}

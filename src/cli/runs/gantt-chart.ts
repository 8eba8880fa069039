// A run as a chart: when each task ran, on one line of time.

import { formatDuration } from "../../core/duration.ts";
import type { Paint } from "../paint.ts";
import { MARKS } from "../reporter/marks.ts";
import { plural } from "../reporter/plural.ts";
import type { EndedTask } from "../reporter/print-reasons.ts";
import { wasStopped } from "../reporter/was-stopped.ts";
import { countsOf, describeUnrun } from "../reporter/wording.ts";
import { padEnd } from "../table.ts";

export interface ChartOptions {
  /** When the run began: what ended before was kept from the run that it resumes. */
  readonly since: Date;
  readonly paint: Paint;
  readonly width: number;
}

/** A task that ran, in milliseconds since the run began. */
interface Bar {
  readonly task: EndedTask;
  readonly from: number;
  readonly to: number;
}

// Nobody reads more; of so many, the longest say where the time went.
const MOST_BARS = 60;
const MOST_UNRUN = 20;

/** A line for each task, in the order in which they started; those that did not run come last. */
export function ganttChart(tasks: readonly EndedTask[], options: ChartOptions): string {
  const all = tasks.flatMap((task) => toBar(task, options.since));
  const ran = new Set(all.map(({ task }) => task));
  const bars = longest(all);
  const rest = tasks.filter((task) => !ran.has(task));
  const unrun = rest.slice(0, MOST_UNRUN);
  const grid = new Grid([...bars.map(({ task }) => task), ...unrun], lastEnd(all), options);
  return [
    ...bars.map((bar) => grid.barLine(bar)),
    all.length === 0 ? "" : grid.axisLine(),
    ...unrun.map((task) => grid.noteLine(task, describeRest(task))),
    moreLine(all.length - bars.length, "shorter task"),
    moreLine(rest.length - unrun.length, "task"),
  ].join("");
}

function toBar(task: EndedTask, since: Date): readonly Bar[] {
  const { startedAt, finishedAt } = task;
  if (startedAt === undefined || finishedAt === undefined || startedAt < since) return [];
  const from = startedAt.getTime() - since.getTime();
  return [{ task, from, to: finishedAt.getTime() - since.getTime() }];
}

function longest(bars: readonly Bar[]): readonly Bar[] {
  const byLength = [...bars].sort((a, b) => b.to - b.from - (a.to - a.from));
  return byLength.slice(0, MOST_BARS).sort((a, b) => a.from - b.from);
}

function lastEnd(bars: readonly Bar[]): number {
  return bars.reduce((latest, { to }) => Math.max(latest, to), 1);
}

function describeRest(task: EndedTask): string {
  return task.startedAt === undefined ? describeUnrun(task) : "kept from the run before";
}

function moreLine(count: number, what: string): string {
  return count > 0 ? `  and ${plural(count, what)}\n` : "";
}

const LONGEST_ID = 32;
const NARROWEST_BAR = 12;
// The mark, the gaps, and what stands after the bar.
const MARGIN = 2 + 2 + 2 + "59m 59s, 999 items".length;

/** Where names, bars and notes stand. */
class Grid {
  readonly #paint: Paint;
  readonly #idWidth: number;
  readonly #barWidth: number;
  /** Milliseconds that the whole width stands for. */
  readonly #end: number;

  constructor(tasks: readonly EndedTask[], end: number, { paint, width }: ChartOptions) {
    const widest = tasks.reduce((most, { taskId }) => Math.max(most, taskId.length), 0);
    this.#paint = paint;
    this.#idWidth = Math.min(widest, LONGEST_ID);
    this.#barWidth = Math.max(NARROWEST_BAR, width - this.#idWidth - MARGIN);
    this.#end = end;
  }

  barLine({ task, from, to }: Bar): string {
    const start = Math.min(this.#barWidth - 1, this.#cells(from, Math.floor));
    // Whatever ran shows, however short it was.
    const length = Math.max(1, this.#cells(to, Math.round) - start);
    const cells = padEnd(" ".repeat(start) + "█".repeat(length), this.#barWidth);
    const note = [formatDuration((to - from) / 1000), ...countsOf(task)].join(", ");
    const [, color] = markOf(task);
    return `${this.#label(task)}${this.#paint(color, cells)}  ${this.#paint("dim", note)}\n`;
  }

  noteLine(task: EndedTask, note: string): string {
    return `${this.#label(task)}${this.#paint("dim", note)}\n`;
  }

  axisLine(): string {
    const total = formatDuration(this.#end / 1000);
    const dots = "·".repeat(Math.max(1, this.#barWidth - total.length - 1));
    return `${" ".repeat(this.#idWidth + 4)}${this.#paint("dim", `0${dots}${total}`)}\n`;
  }

  #cells(time: number, round: (cells: number) => number): number {
    return round((time / this.#end) * this.#barWidth);
  }

  #label(task: EndedTask): string {
    const [mark, color] = markOf(task);
    return `${this.#paint(color, mark)} ${padEnd(task.taskId, this.#idWidth)}  `;
  }
}

function markOf(task: EndedTask): (typeof MARKS)[keyof typeof MARKS] {
  return MARKS[wasStopped(task) ? "stopped" : task.phase];
}

// A run as a chart: when each task ran, on one line of time.

import { formatDuration } from "../../core/duration.ts";
import type { Paint } from "../paint.ts";
import { MARKS } from "../reporter/marks.ts";
import type { EndedTask } from "../reporter/print-reasons.ts";
import { countsOf, describeUnrun } from "../reporter/wording.ts";
import { padEnd } from "../table.ts";

export interface ChartStyle {
  readonly paint: Paint;
  readonly width: number;
}

/** A task that ran, in milliseconds since the first one started. */
interface Bar {
  readonly task: EndedTask;
  readonly from: number;
  readonly to: number;
}

const LONGEST_ID = 32;
const NARROWEST_BAR = 12;
// The mark, the gaps, and what stands after the bar.
const MARGIN = 2 + 2 + 2 + "59m 59s, 999 items".length;

/** A line for each task, in the order in which they started; those that did not run come last. */
export function ganttChart(tasks: readonly EndedTask[], { paint, width }: ChartStyle): string {
  const bars = toBars(tasks);
  const end = bars.reduce((latest, { to }) => Math.max(latest, to), 1);
  const idWidth = tasks.reduce((widest, { taskId }) => Math.max(widest, taskId.length), 0);
  const shownIds = Math.min(idWidth, LONGEST_ID);
  const barWidth = Math.max(NARROWEST_BAR, width - shownIds - MARGIN);
  const label = ({ taskId, phase }: EndedTask): string => {
    const [mark, color] = MARKS[phase];
    return `${paint(color, mark)} ${padEnd(taskId, shownIds)}  `;
  };
  const drawn = bars.map(({ task, from, to }) => {
    const cells = drawCells({ from: from / end, to: to / end }, barWidth);
    const note = [formatDuration((to - from) / 1000), ...countsOf(task)].join(", ");
    return `${label(task)}${paint(MARKS[task.phase][1], cells)}  ${paint("dim", note)}\n`;
  });
  const ran = new Set(bars.map(({ task }) => task));
  const unrun = tasks.filter((task) => !ran.has(task));
  const axis =
    bars.length === 0
      ? ""
      : `${" ".repeat(shownIds + 4)}${paint("dim", axisText(end, barWidth))}\n`;
  return [
    ...drawn,
    axis,
    ...unrun.map((task) => `${label(task)}${paint("dim", describeUnrun(task))}\n`),
  ].join("");
}

function toBars(tasks: readonly EndedTask[]): readonly Bar[] {
  const bars = tasks.flatMap((task): Bar[] => {
    const { startedAt, finishedAt } = task;
    if (startedAt === undefined || finishedAt === undefined) return [];
    return [{ task, from: startedAt.getTime(), to: finishedAt.getTime() }];
  });
  const first = bars.reduce(
    (earliest, { from }) => Math.min(earliest, from),
    Number.POSITIVE_INFINITY,
  );
  return bars
    .map(({ task, from, to }) => ({ task, from: from - first, to: to - first }))
    .sort((a, b) => a.from - b.from);
}

/** Whatever ran shows, however short it was. */
function drawCells(
  { from, to }: { readonly from: number; readonly to: number },
  width: number,
): string {
  const start = Math.min(width - 1, Math.floor(from * width));
  const length = Math.max(1, Math.round(to * width) - start);
  return padEnd(" ".repeat(start) + "█".repeat(length), width);
}

function axisText(end: number, width: number): string {
  const total = formatDuration(end / 1000);
  return `0${"·".repeat(Math.max(1, width - total.length - 1))}${total}`;
}

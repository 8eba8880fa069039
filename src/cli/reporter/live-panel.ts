// What a terminal shows below the lines of a run while it goes on: what runs, and how far all of it has come.

import { formatDuration } from "../../core/duration.ts";
import type { Phase } from "../../core/phases.ts";
import type { Paint } from "../paint.ts";
import { padEnd, visibleLength } from "../table.ts";
import { MARKS } from "./marks.ts";
import type { Progress, RunningTask, RunView } from "./run-view.ts";

export interface PanelOptions {
  readonly now: Date;
  /** Columns of the terminal. */
  readonly width: number;
  readonly idWidth: number;
  readonly paint: Paint;
}

const MOST_RUNNING = 8;
/** From so many tasks on a bar says more than their lines. */
const MANY_TASKS = 8;
const BAR_WIDTH = 24;
const TASK_BAR_WIDTH = 16;

/** The lines of the panel, none longer than the terminal is wide. */
export function livePanel(view: RunView, options: PanelOptions): readonly string[] {
  const running = [...view.running];
  const lines = running.slice(0, MOST_RUNNING).map((task) => runningLine(task, options));
  const hidden = running.length - lines.length;
  if (hidden > 0) lines.push(options.paint("dim", `  and ${hidden} more running`));
  return ["", ...lines, statusLine(view, options)];
}

function runningLine({ taskId, since, progress }: RunningTask, options: PanelOptions): string {
  const { paint, width, idWidth, now } = options;
  const [mark, color] = MARKS.Running;
  const name = padEnd(taskId, idWidth);
  const bar = progress === undefined ? [] : [progressBar(progress, TASK_BAR_WIDTH, paint)];
  return fit([`${paint(color, mark)} ${name} `, padEnd(elapsed(since, now), 6), ...bar], width);
}

const COUNTED: readonly Phase[] = ["Failed", "Error", "Skipped", "Omitted"];

function statusLine(view: RunView, { paint, now, width }: PanelOptions): string {
  const total = view.taskIds.length;
  const done = view.endedCount;
  const counts = COUNTED.filter((phase) => view.count(phase) > 0).map((phase) =>
    paint(MARKS[phase][1], `${view.count(phase)} ${phase.toLowerCase()}`),
  );
  const parts = [
    total > MANY_TASKS ? progressBar({ done, total }, BAR_WIDTH, paint) : `${done}/${total} done`,
    ...(view.isStopping ? [paint("yellow", "stopping")] : []),
    ...counts,
    paint("dim", elapsed(view.startedAt, now)),
  ];
  return fit(parts, width);
}

/** As many of the parts as a line takes: a line that wraps could not be taken back. */
function fit(parts: readonly string[], width: number): string {
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : `${line}  ${part}`;
    if (visibleLength(longer) >= width) break;
    line = longer;
  }
  return line.trimEnd();
}

/** In whole seconds: a number that changes ten times a second says nothing. */
export function elapsed(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  return seconds === 0 ? "0s" : formatDuration(seconds);
}

function progressBar({ done, total }: Progress, width: number, paint: Paint): string {
  const filled = total === 0 ? 0 : Math.min(width, Math.floor((done / total) * width));
  const bar = paint("green", "━".repeat(filled)) + paint("dim", "─".repeat(width - filled));
  return `${bar}  ${done}/${total}`;
}

// What a terminal shows below the lines of a run while it goes on: what runs, and how far all of it has come.

import { formatDuration } from "../../core/duration.ts";
import type { Phase } from "../../core/phases.ts";
import type { Paint } from "../paint.ts";
import { padEnd } from "../table.ts";
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
  const name = padEnd(taskId.slice(0, Math.max(1, width - 12)), idWidth);
  const line = `${paint(color, mark)} ${name}   ${padEnd(elapsed(since, now), 6)}`;
  const bar = progress === undefined ? "" : `  ${progressBar(progress, TASK_BAR_WIDTH, paint)}`;
  return line + fit(bar, width - line.length);
}

function statusLine(view: RunView, options: PanelOptions): string {
  const { paint, now, width } = options;
  const total = view.taskIds.length;
  const progress = { done: view.endedCount, total };
  const counts = COUNTED.map((phase) => countText(view, phase, paint)).filter((text) => text !== "");
  const parts = [
    total > MANY_TASKS ? progressBar(progress, BAR_WIDTH, paint) : `${progress.done}/${total} done`,
    ...counts,
    elapsed(view.startedAt, now),
    ...(view.isStopping ? [paint("yellow", "stopping")] : []),
  ];
  return fit(parts.join("  "), width);
}

const COUNTED: readonly Phase[] = ["Failed", "Error", "Skipped", "Omitted"];

function countText(view: RunView, phase: Phase, paint: Paint): string {
  const count = view.count(phase);
  return count === 0 ? "" : paint(MARKS[phase][1], `${count} ${phase.toLowerCase()}`);
}

/** Whole seconds: a number that changes ten times a second is no news. */
function elapsed(since: Date, now: Date): string {
  return formatDuration(Math.floor((now.getTime() - since.getTime()) / 1000));
}

export function progressBar({ done, total }: Progress, width: number, paint: Paint): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * width);
  const bar = paint("green", "━".repeat(filled)) + paint("dim", "─".repeat(width - filled));
  return `${bar}  ${done}/${total}`;
}

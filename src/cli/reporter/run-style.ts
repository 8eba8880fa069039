import type { Paint, Style } from "../paint.ts";

/** What the words of a run depend on beside its events. */
export interface RunStyle {
  readonly paint: Paint;
  /** Where mistakes are told from. */
  readonly cwd: string;
  /** Of the DAG. */
  readonly timezone: string;
  /** Columns that task ids take. */
  readonly idWidth: number;
  /** The colour of a task in the logs. */
  readonly colorOf: (taskId: string) => Style;
}

const LONGEST_ID = 32;
const COLORS = ["cyan", "magenta", "blue", "yellow", "green"] as const;

/** `names` are as they stand in the lines; a fan-out's items have longer ones than its task. */
export function runStyle(
  names: readonly string[],
  base: Pick<RunStyle, "paint" | "cwd" | "timezone">,
): RunStyle {
  const ids = names.map((name) => name.replace(/\[.*$/, ""));
  const colors = new Map(ids.map((id, at) => [id, COLORS[at % COLORS.length] ?? "cyan"]));
  const longest = names.reduce((width, name) => Math.max(width, name.length), 0);
  return {
    ...base,
    idWidth: Math.min(longest, LONGEST_ID),
    colorOf: (taskId) => colors.get(taskId) ?? "cyan",
  };
}

/** `size[2]` for the third item of a fan-out. */
export function attemptName(taskId: string, mapIndex: number): string {
  return mapIndex < 0 ? taskId : `${taskId}[${mapIndex}]`;
}

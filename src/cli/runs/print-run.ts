import { recordedOutcomes } from "../../../runtime/local/parse-run-record.ts";
import type { RunRecord } from "../../../runtime/local/run-record.ts";
import type { Paint } from "../paint.ts";
import { type EndedTask, printReasons, printUnreached } from "../reporter/print-reasons.ts";
import { ganttChart } from "./gantt-chart.ts";
import { resultText, shortTime, tookText } from "./print-runs.ts";

export interface RunPageStyle {
  readonly paint: Paint;
  /** Columns of the terminal; undefined where no terminal is. */
  readonly width: number | undefined;
  readonly cwd: string;
}

const FALLBACK_WIDTH = 80;

/** A run that was kept: its tasks on a line of time, and why some failed or did not run. */
export function printRun(
  run: RunRecord,
  { paint, width = FALLBACK_WIDTH, cwd }: RunPageStyle,
): string {
  const tasks = endedTasks(run);
  const took = tookText(run);
  const ended = new Set<string>(tasks.map(({ taskId }) => taskId));
  const unreached = run.taskIds.filter((taskId) => !ended.has(taskId));
  const reasons =
    printReasons(tasks, () => undefined, { paint, cwd }) + printUnreached(unreached, paint);
  const facts = [
    `run ${run.runId}`,
    `execution date ${shortTime(run.executionDate)}`,
    `started ${shortTime(run.startedAt)}`,
  ];
  return [
    `${paint("bold", run.dagId)}  ${resultText(run, paint)}${took === "" ? "" : ` after ${took}`}\n`,
    `${paint("dim", facts.join(", "))}\n\n`,
    ganttChart(tasks, { since: new Date(run.startedAt), paint, width }),
    reasons === "" ? "" : `\n${reasons}`,
  ].join("");
}

/** In the order of the DAG file. */
function endedTasks(run: RunRecord): readonly EndedTask[] {
  const outcomes = new Map<string, EndedTask>(recordedOutcomes(run));
  return run.taskIds.flatMap((taskId) => {
    const outcome = outcomes.get(taskId);
    const omittedBy = run.tasks[taskId]?.omittedBy;
    return outcome === undefined ? [] : [{ ...outcome, ...(omittedBy && { omittedBy }) }];
  });
}

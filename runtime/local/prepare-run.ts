// From the options of a local run to what the executor needs: which tasks, under which id, date and parameters.

import { randomBytes } from "node:crypto";
import { parseDate } from "../../src/core/dates.ts";
import { AirgoError } from "../../src/core/errors.ts";
import type { TaskId } from "../../src/core/names.ts";
import type { DagSpec } from "../../src/core/spec.ts";
import type { LocalRunOptions } from "./local-run-options.ts";
import { recordedOutcomes } from "./parse-run-record.ts";
import type { RunIdentity } from "./run-identity.ts";
import type { TaskOutcome } from "./run-outcome.ts";
import type { RunRecord } from "./run-record.ts";
import { selectTasks } from "./select-tasks.ts";

export interface PreparedRun extends RunIdentity {
  readonly selection: ReadonlySet<TaskId> | undefined;
  readonly recorded: ReadonlyMap<TaskId, TaskOutcome> | undefined;
}

/** @throws AirgoError for a task, a date or a run that there is not */
export function prepareRun(spec: DagSpec, options: LocalRunOptions, now: Date): PreparedRun {
  const { resume, fromRun } = options;
  const earlier = resume ?? fromRun;
  if (earlier !== undefined) checkDag(spec, earlier);
  const params = { ...spec.params, ...earlier?.params, ...options.params };
  return {
    dagId: spec.dagId,
    runId: resume?.runId ?? newRunId(spec.dagId, now),
    executionDate: executionDate(spec, options.executionDate ?? earlier?.executionDate, now),
    params: JSON.stringify(params),
    ...tasksToRun(spec, options),
  };
}

function checkDag({ dagId }: DagSpec, { runId, dagId: other }: RunRecord): void {
  if (other === dagId) return;
  throw new AirgoError("run-not-found", `run "${runId}" is one of DAG "${other}", not "${dagId}"`, {
    hint: "`airgo runs` lists the runs of every DAG",
    dagId,
  });
}

function tasksToRun(
  spec: DagSpec,
  { taskIds, upstream = false, resume, fromRun }: LocalRunOptions,
): Pick<PreparedRun, "selection" | "recorded"> {
  const known = new Set<string>(spec.tasks.map((task) => task.taskId));
  const wanted = taskIds ?? resume?.taskIds.filter((taskId) => known.has(taskId));
  if (resume !== undefined) {
    const recorded = recordedOutcomes(resume);
    return {
      recorded,
      selection: selectTasks(spec, { taskIds: wanted ?? [], upstream, recorded }),
    };
  }
  if (wanted === undefined) return { selection: undefined, recorded: undefined };
  const recorded = fromRun && recordedOutcomes(fromRun);
  const selection = selectTasks(spec, { taskIds: wanted, upstream, recorded });
  // What is asked for runs, however it ended there.
  const others = [...(recorded ?? [])].filter(([taskId]) => !selection.has(taskId));
  return { selection, recorded: new Map(others) };
}

function executionDate(spec: DagSpec, given: Date | string | undefined, now: Date): Date {
  // A Workflow's creation time has no fractions of a second either.
  if (given === undefined) return new Date(Math.floor(now.getTime() / 1000) * 1000);
  const parsed = parseDate(given, spec.timezone);
  if (parsed.ok) return parsed.value;
  throw new AirgoError("invalid-date", `DAG "${spec.dagId}": ${parsed.complaint.what}`, {
    hint: parsed.complaint.hint,
    dagId: spec.dagId,
  });
}

function newRunId(dagId: string, now: Date): string {
  const time = now
    .toISOString()
    .replace(/[-:]|\..*/g, "")
    .toLowerCase();
  return `${dagId}-${time}-${randomBytes(2).toString("hex")}`;
}

// Which runs a backfill is made of: one a tick, with a name that only depends on the tick.

import { formatRfc3339 } from "../core/dates.ts";
import { AirgoError } from "../core/errors.ts";
import type { DagSpec } from "../core/spec.ts";
import { ticksOf } from "../core/ticks-of.ts";
import { resourceName } from "../render/resource-metadata.ts";
import type { RunOwner } from "./run-labels.ts";

/** One run of a backfill. */
export interface PlannedRun {
  readonly name: string;
  /** Its execution date. */
  readonly tick: Date;
  /** Its place among the ticks of the range, from 0. */
  readonly index: number;
}

/** All that a backfill is to bring about. */
export interface BackfillPlan extends RunOwner {
  readonly namespace: string;
  /** Of the WorkflowTemplate that the runs refer to. */
  readonly templateName: string;
  /** In the order of their dates. */
  readonly runs: readonly PlannedRun[];
  /** How long a finished run stays in the cluster. */
  readonly ttlSeconds: number;
  /** The runs' own parameters, as they travel; undefined: those of the DAG. */
  readonly params: string | undefined;
}

/** The part of a project's configuration that a backfill depends on. */
export interface BackfillSettings {
  readonly projectName: string;
  readonly namespace: string;
  readonly backfillTtlSeconds: number;
}

export interface BackfillRequest {
  readonly settings: BackfillSettings;
  readonly now: Date;
  /** @defaultValue the DAG's startDate */
  readonly startDate?: Date | undefined;
  /** @defaultValue now, or the DAG's endDate where that is earlier */
  readonly endDate?: Date | undefined;
  readonly params?: string | undefined;
}

/** @throws AirgoError where the DAG has no schedule, or the range no start or no length */
export function planBackfill(spec: DagSpec, request: BackfillRequest): BackfillPlan {
  const { projectName, namespace, backfillTtlSeconds } = request.settings;
  const { dagId } = spec;
  refuseUnscheduled(spec);
  const { from, to } = rangeOf(spec, request);
  const templateName = resourceName(projectName, dagId);
  const runs = ticksOf(spec, from, to).map((tick, index) => ({
    name: `${templateName}-bf-${unixSeconds(tick)}`,
    tick,
    index,
  }));
  const { params } = request;
  const ttlSeconds = backfillTtlSeconds;
  return { projectName, dagId, namespace, templateName, runs, ttlSeconds, params };
}

export function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function refuseUnscheduled({ dagId, schedules, location }: DagSpec): void {
  if (schedules.length > 0) return;
  throw new AirgoError("invalid-schedule", `DAG "${dagId}" has no schedule to take dates from`, {
    hint: `give it a scheduleInterval, or run it by hand: airgo submit --dag-id ${dagId} --date DATE`,
    dagId,
    location,
  });
}

function rangeOf(spec: DagSpec, request: BackfillRequest): { from: Date; to: Date } {
  const from = startOf(spec, request.startDate);
  const to = endOf(spec, request);
  const [first, last] = [formatRfc3339(from), formatRfc3339(to)];
  if (from > to) {
    throw new AirgoError("invalid-date", `the start, ${first}, is after the end, ${last}`, {
      hint: "give a --start-date before the --end-date; without one, the end is now",
      dagId: spec.dagId,
    });
  }
  // A tick's Unix seconds are part of the run's name and a label.
  if (from.getTime() < 0) {
    throw new AirgoError("invalid-date", `the start, ${first}, is before 1970`, {
      hint: "give a later --start-date",
      dagId: spec.dagId,
    });
  }
  return { from, to };
}

function startOf({ dagId, startDate, location }: DagSpec, given: Date | undefined): Date {
  if (given !== undefined) return given;
  if (startDate !== undefined) return new Date(startDate);
  throw new AirgoError("missing-option", `DAG "${dagId}" has no startDate to begin from`, {
    hint: "give --start-date DATE, or give the DAG a startDate",
    dagId,
    location,
  });
}

function endOf({ endDate }: DagSpec, { endDate: given, now }: BackfillRequest): Date {
  if (given !== undefined) return given;
  const last = endDate === undefined ? now : new Date(endDate);
  return last < now ? last : now;
}

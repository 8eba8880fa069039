// What the manifest tells a pod through its environment.

import { AirgoError } from "../../src/core/errors.ts";
import { parsePodTime } from "../../src/core/pod-time.ts";
import { LOG_LEVELS, type LogLevel } from "../logger/create-logger.ts";

export type PodEnv = Readonly<Record<string, string | undefined>>;

export interface PodRequest {
  readonly dagId: string;
  readonly taskId: string;
  /** The override, else the scheduled time, else the creation time; undefined where the pod is told none. */
  readonly executionDate: Date | undefined;
  /** The Workflow's name; outside of a cluster, one that the execution date gives. */
  readonly runId: string;
  /** From 1. */
  readonly tryNumber: number;
  /** Of the DAG that the manifest was rendered from. */
  readonly structureHash: string | undefined;
  /** What the manifest says of one that was rendered from another DAG; "fail" fails the task. */
  readonly structureMismatch: string | undefined;
  readonly progressFile: string | undefined;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly gracePeriod: number | undefined;
  readonly logLevel: LogLevel | undefined;
}

/** @throws AirgoError for a time or a number that cannot be read, and without a DAG or a task */
export function parsePodRequest(env: PodEnv): PodRequest {
  const time = executionTime(env);
  return {
    dagId: required(env, "DAG_ID"),
    taskId: required(env, "TASK_ID"),
    executionDate: time?.date,
    runId:
      variable(env, "AIRGO_RUN_ID") ??
      variable(env, "ARGO_WORKFLOW_NAME") ??
      `manual-${time?.text ?? "now"}`,
    tryNumber: (wholeNumber(env, "AIRGO_RETRIES") ?? 0) + 1,
    structureHash: variable(env, "AIRGO_STRUCTURE_HASH"),
    progressFile: variable(env, "ARGO_PROGRESS_FILE"),
    structureMismatch: variable(env, "AIRGO_STRUCTURE_MISMATCH"),
    // Argo sets its own only where the pod's specification says so.
    gracePeriod:
      wholeNumber(env, "ARGO_TERMINATION_GRACE_PERIOD_SECONDS") ??
      wholeNumber(env, "AIRGO_TERMINATION_GRACE_PERIOD_SECONDS"),
    logLevel: logLevel(env),
  };
}

// Argo leaves a tag for which it has no value as it is, for example {{workflow.scheduledTime}} of a run by hand.
const UNRESOLVED = /^\{\{.*\}\}$/s;

/** A variable's value; empty, or a tag that Argo left, counts as unset. */
export function setText(text: string | undefined): string | undefined {
  const value = text?.trim() ?? "";
  return value === "" || UNRESOLVED.test(value) ? undefined : value;
}

function variable(env: PodEnv, name: string): string | undefined {
  return setText(env[name]);
}

function required(env: PodEnv, name: "DAG_ID" | "TASK_ID"): string {
  const value = variable(env, name);
  if (value !== undefined) return value;
  throw new AirgoError(name === "DAG_ID" ? "unknown-dag" : "unknown-task", `${name} is not set`, {
    hint: "the manifests that airgo renders set DAG_ID and TASK_ID for each pod",
  });
}

interface ExecutionTime {
  readonly text: string;
  readonly date: Date;
}

function executionTime(env: PodEnv): ExecutionTime | undefined {
  for (const name of ["CREATION_TIMESTAMP_OVERRIDE", "SCHEDULED_TIME", "CREATION_TIMESTAMP"]) {
    const text = variable(env, name);
    if (text !== undefined) return { text, date: parsePodTime(text) ?? refuseTime(name, text) };
  }
  return undefined;
}

function refuseTime(name: string, text: string): never {
  throw new AirgoError("invalid-date", `${name} is ${JSON.stringify(text)}`, {
    hint: 'write a date, "2019-01-01", or a time, "2019-01-01T06:00:00Z"',
  });
}

function wholeNumber(env: PodEnv, name: string): number | undefined {
  const text = variable(env, name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AirgoError("invalid-option", `${name} is ${JSON.stringify(text)}`, {
    hint: "it is a whole number; the manifests that airgo renders set it",
  });
}

function logLevel(env: PodEnv): LogLevel | undefined {
  const text = variable(env, "AIRGO_LOG_LEVEL");
  if (text === undefined) return undefined;
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw new AirgoError("invalid-option", `AIRGO_LOG_LEVEL is ${JSON.stringify(text)}`, {
    hint: `it is one of ${LOG_LEVELS.join(", ")}`,
  });
}

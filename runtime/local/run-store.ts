// The runs that are kept below a directory, `.airgo/runs` of a project: one directory each, named by the run's id, with
// `run.json` and the logs of its tasks.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../../src/core/errors.ts";
import { parseRunRecord } from "./parse-run-record.ts";
import type { RunRecord } from "./run-record.ts";

/** Where a run's record is kept. */
export function recordPath(directory: string, runId: string): string {
  return path.join(directory, runId, "run.json");
}

/** Where the lines that a task of a run logged are kept. */
export function logPath(directory: string, runId: string, taskId: string): string {
  return path.join(directory, runId, "logs", `${taskId}.log`);
}

/** The runs kept below `directory`, the latest first; whatever else lies there is passed over. */
export async function listRuns(directory: string): Promise<RunRecord[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(ifMissing([]));
  const records: RunRecord[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const record = await readRecord(directory, entry.name);
    if (record !== undefined) records.push(record);
  }
  return records.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/**
 * One run by its id.
 *
 * @throws AirgoError `run-not-found`
 */
export async function readRun(directory: string, runId: string): Promise<RunRecord> {
  const record = /[\\/]/.test(runId) ? undefined : await readRecord(directory, runId);
  if (record !== undefined) return record;
  throw new AirgoError("run-not-found", `there is no local run "${runId}" below ${directory}`, {
    hint: "`airgo runs` lists the local runs",
  });
}

/** The latest run, of one DAG where its id is given. */
export async function latestRun(directory: string, dagId?: string): Promise<RunRecord> {
  const runs = await listRuns(directory);
  const latest = runs.find((run) => dagId === undefined || run.dagId === dagId);
  if (latest !== undefined) return latest;
  const of = dagId === undefined ? "" : ` of DAG "${dagId}"`;
  throw new AirgoError("run-not-found", `there is no local run${of} below ${directory}`, {
    hint: "`airgo run` makes one",
    dagId,
  });
}

async function readRecord(directory: string, runId: string): Promise<RunRecord | undefined> {
  const text = await readFile(recordPath(directory, runId), "utf8").catch(ifMissing(""));
  return parseRunRecord(text);
}

function ifMissing<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return value;
    throw error;
  };
}

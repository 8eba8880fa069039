// What `airgo run` is asked for, parsed: each text with its own words for what it cannot be.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import type { RunRecord } from "../../runtime/local/run-record.ts";
import { latestRun, readRun } from "../../runtime/local/run-store.ts";
import { parseDate } from "../core/dates.ts";
import { AirgoError } from "../core/errors.ts";
import type { World } from "./world.ts";

/** A date of the command line, on the clocks of `timezone` unless it has an offset. @throws AirgoError `usage` */
export function parseDateOption(option: string, text: string, timezone: string): Date {
  const parsed = parseDate(text, timezone);
  if (parsed.ok) return parsed.value;
  throw new AirgoError("usage", `${option}: ${parsed.complaint.what}`, {
    hint: parsed.complaint.hint,
  });
}

/** The run's own parameters. @throws AirgoError `usage` */
export function parseParams(text: string): Readonly<Record<string, unknown>> {
  const hint = `write a JSON object, for example '{"region": "north"}'`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AirgoError("usage", `--params is not JSON: ${reason}`, { hint, cause });
  }
  if (isObject(value)) return value;
  throw new AirgoError("usage", "--params is not a JSON object", { hint });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The variables of a file with lines `NAME=value`. @throws AirgoError `usage` */
export async function readEnvFile(
  file: string,
  { cwd }: Pick<World, "cwd">,
): Promise<Readonly<Record<string, string>>> {
  try {
    const variables = parseEnv(await readFile(path.resolve(cwd, file), "utf8"));
    return Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value ?? ""]),
    );
  } catch (cause) {
    throw new AirgoError("usage", `--env-file ${file} cannot be read`, {
      hint: "name a file with lines such as NAME=value",
      cause,
    });
  }
}

/** The earlier runs that a run goes on from. */
export interface EarlierRuns {
  readonly resume: RunRecord | undefined;
  readonly fromRun: RunRecord | undefined;
}

export interface EarlierRunArguments {
  /** Empty: the latest run. */
  readonly resume?: string | undefined;
  readonly fromRun?: string | undefined;
  readonly task?: string | undefined;
}

/** @throws AirgoError `run-not-found`, or `usage` for what does not go together */
export async function findEarlierRuns(
  { resume, fromRun, task }: EarlierRunArguments,
  dagId: string | undefined,
  directory: string,
): Promise<EarlierRuns> {
  if (fromRun !== undefined && (task === undefined || resume !== undefined)) {
    throw new AirgoError("usage", "--from-run goes with --task, and not with --resume", {
      hint: "--from-run gives one task what earlier tasks put out; --resume runs what a run left undone",
    });
  }
  if (resume === undefined) {
    return {
      resume: undefined,
      fromRun: fromRun === undefined ? undefined : await readRun(directory, fromRun),
    };
  }
  const record = resume === "" ? latestRun(directory, dagId) : readRun(directory, resume);
  return { resume: await record, fromRun: undefined };
}

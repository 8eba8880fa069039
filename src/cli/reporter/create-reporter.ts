// Who is told of a run: a machine, a person who looks, or a file that someone reads later.

import { eventJson } from "../../../runtime/local/event-json.ts";
import type { DagSpec } from "../../core/spec.ts";
import { jsonLine } from "../json-line.ts";
import { paintFor } from "../paint.ts";
import type { World } from "../world.ts";
import { liveReporter } from "./live-reporter.ts";
import { plainReporter } from "./plain-reporter.ts";
import type { ReporterWorld, RunReporter } from "./run-reporter.ts";
import { RunTeller } from "./run-teller.ts";

export interface ReporterOptions {
  readonly spec: DagSpec;
  readonly json: boolean;
  /** Whether the run can be resumed. */
  readonly isKept: boolean;
}

export function createReporter(world: ReporterWorld, options: ReporterOptions): RunReporter {
  if (options.json) return jsonReporter(world);
  const { env, stdout, cwd } = world;
  const teller = new RunTeller({ ...options, cwd, paint: paintFor(stdout, env) });
  return canRedraw(world) ? liveReporter(world, teller) : plainReporter(world, teller);
}

/** Whether lines that were written can be taken back; what CI shows as a terminal is a file in the end. */
export function canRedraw({ stderr, env }: Pick<World, "stderr" | "env">): boolean {
  return stderr.isTTY && env.TERM !== "dumb" && !env.CI;
}

/** One event a line. */
function jsonReporter({ stdout }: ReporterWorld): RunReporter {
  return {
    report: (event) => stdout.write(jsonLine(eventJson(event))),
    close: () => undefined,
  };
}

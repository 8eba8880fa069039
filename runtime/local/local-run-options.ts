import type { SpecDefaults } from "../../src/core/compile-spec.ts";
import type { RunOptions } from "../../src/core/local-run.ts";
import type { ValueLimits } from "../codec.ts";
import type { Isolation } from "./isolated-runner.ts";
import type { Reporter } from "./run-event.ts";
import type { RunRecord } from "./run-record.ts";

/** How `airgo run` runs a DAG. */
export interface LocalRunOptions extends RunOptions {
  readonly report: Reporter;
  /** Only these tasks. */
  readonly taskIds?: readonly string[] | undefined;
  /** With `taskIds`: also all that is above them. */
  readonly upstream?: boolean | undefined;
  /** Each attempt as a process of its own. */
  readonly isolate?: Isolation | undefined;
  /** Keeps the run below this directory. */
  readonly recordDirectory?: string | undefined;
  /** Goes on from this run, under its id, date and parameters: what has succeeded is not run again. */
  readonly resume?: RunRecord | undefined;
  /** With `taskIds`: takes what they need of tasks that are not run from this run, and its date and parameters. */
  readonly fromRun?: RunRecord | undefined;
  readonly specDefaults?: SpecDefaults | undefined;
  readonly limits?: Partial<ValueLimits> | undefined;
}

// What `airgo run` takes, and what it comes to.

import type { ArgumentsCamelCase, Argv } from "yargs";
import type { LocalRunOptions } from "../../runtime/local/local-run-options.ts";
import { AirgoError } from "../core/errors.ts";
import {
  DAG_ARGUMENT,
  DAG_OPTION,
  jsonOption,
  optionalTextOption,
  parseCount,
  TASK_OPTION,
  textOption,
} from "./options.ts";
import { parseDateOption, parseParams } from "./run-options.ts";

export function addRunArguments(yargs: Argv) {
  return yargs
    .positional("DAG", DAG_ARGUMENT)
    .options({
      dag: DAG_OPTION,
      task: { ...TASK_OPTION, describe: "run this task alone" },
      upstream: { type: "boolean", describe: "with --task: also all that it needs" },
      date: textOption("date", "the execution date; on the DAG's clocks unless it has an offset"),
      params: textOption("params", "the run's parameters: a JSON object, over the DAG's own"),
      concurrency: textOption("concurrency", "tasks at a time (16; isolated: one a core)"),
      fail: {
        type: "string",
        array: true,
        describe: "let TASK fail, or only its first try: TASK:1 (can be repeated)",
      },
      "real-delays": { type: "boolean", describe: "really wait between tries" },
      isolate: { type: "boolean", describe: "each task in a process of its own, as in a pod" },
      "env-file": textOption("env-file", "variables for the tasks: lines of NAME=value"),
      resume: optionalTextOption("resume", "go on with run ID, or with the last one"),
      "from-run": textOption("from-run", "with --task: its inputs are what run ID put out"),
      json: jsonOption("one event a line"),
    } as const)
    .example("$0 run", "the only DAG there is")
    .example("$0 run hello-world --date 2019-03-07", "as the run of that day")
    .example("$0 run --task hello-3 --upstream", "a task and all that it needs")
    .example("$0 run --fail hello-1:1", "watch it being tried again")
    .example("$0 run --resume", "what the last run left undone");
}

type ArgumentsOf<Yargs> = Yargs extends Argv<infer Args> ? ArgumentsCamelCase<Args> : never;
type RunArguments = ArgumentsOf<ReturnType<typeof addRunArguments>>;
type AskedOptions = Omit<LocalRunOptions, "report">;

/** @throws AirgoError `usage` */
export function parseRunArguments(args: RunArguments, timezone: string): AskedOptions {
  const { task, upstream, date, params, concurrency, fail, realDelays } = args;
  if (upstream === true && task === undefined) throw incomplete("--upstream goes with --task");
  if (fail?.length === 0) throw incomplete("option --fail needs a value");
  return {
    realDelays: realDelays === true,
    ...(task && { taskIds: [task], upstream: upstream === true }),
    ...(date && { executionDate: parseDateOption("--date", date, timezone) }),
    ...(params && { params: parseParams(params) }),
    ...(concurrency && { concurrency: parseCount("--concurrency", concurrency, 1) }),
    ...(fail && { faults: fail }),
  };
}

function incomplete(what: string): AirgoError {
  return new AirgoError("usage", what, { hint: "name a task of the DAG" });
}

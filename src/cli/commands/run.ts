import { tmpdir } from "node:os";
import type { ArgumentsCamelCase, Argv } from "yargs";
import type { Bundle } from "../../../runtime/bundle.ts";
import type { LocalRunOptions } from "../../../runtime/local/local-run-options.ts";
import type { RunOutcome } from "../../../runtime/local/run-outcome.ts";
import { AirgoError } from "../../core/errors.ts";
import type { ProjectConfig } from "../../project/project-config.ts";
import { chooseDag, namedDag } from "../choose-dag.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { type LoadedDag, loadDag } from "../load-dags.ts";
import {
  DAG_ARGUMENT,
  DAG_OPTION,
  jsonOption,
  parseCount,
  TASK_OPTION,
  textOption,
} from "../options.ts";
import { settingsOf } from "../project-settings.ts";
import { createReporter } from "../reporter/create-reporter.ts";
import {
  type EarlierRuns,
  findEarlierRuns,
  parseDateOption,
  parseParams,
  readEnvFile,
} from "../run-options.ts";
import { recordDirectory, runsDirectory } from "../runs-directory.ts";
import type { World } from "../world.ts";

export const runCommand = defineCommand({
  command: "run [DAG]",
  describe: "Run a DAG, or some of its tasks, on this machine",
  builder: addOptions,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const env = args.envFile === undefined ? {} : await readEnvFile(args.envFile, world);
    world.setEnvironment(env);
    const { config } = settingsOf(bundle, world);
    const earlier = await findEarlierRuns(args, namedDag(args), runsDirectory(world));
    const dagId = (earlier.resume ?? earlier.fromRun)?.dagId ?? chooseDag(bundle, args);
    const loaded = loadDag(bundle, dagId, config.timezone);
    const options = {
      ...parseOptions(args, loaded),
      ...givenRuns(earlier),
      ...(args.isolate === true ? { isolate: isolation(bundle, world, env) } : {}),
      ...limitsOf(config),
      recordDirectory: await recordDirectory(world),
    };
    if (options.isolate === undefined) await bundle.runSetup();
    return exitCodeFor(await runReported(loaded, options, { world, json: args.json === true }));
  },
});

type RunArgs = ReturnType<typeof addOptions> extends Argv<infer Args> ? Args : never;
type ParsedOptions = Omit<LocalRunOptions, "report" | "signal">;

function addOptions(yargs: Argv) {
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
      resume: { type: "string", describe: "go on with run ID, or with the last one" },
      "from-run": textOption("from-run", "with --task: its inputs are what run ID put out"),
      json: jsonOption("one event a line"),
    } as const)
    .example("$0 run", "the only DAG there is")
    .example("$0 run hello-world --date 2019-03-07", "as the run of that day")
    .example("$0 run --task hello-3 --upstream", "a task and all that it needs")
    .example("$0 run --fail hello-1:1", "watch it being tried again")
    .example("$0 run --resume", "what the last run left undone");
}

function parseOptions(args: ArgumentsCamelCase<RunArgs>, { spec }: LoadedDag): ParsedOptions {
  const { task, upstream, date, params, concurrency, fail, realDelays } = args;
  if (upstream === true && task === undefined) throw incomplete("--upstream goes with --task");
  if (fail?.length === 0) throw incomplete("option --fail needs a value");
  return {
    ...(task === undefined ? {} : { taskIds: [task], upstream: upstream === true }),
    ...(date === undefined
      ? {}
      : { executionDate: parseDateOption("--date", date, spec.timezone) }),
    ...(params === undefined ? {} : { params: parseParams(params) }),
    ...(concurrency === undefined
      ? {}
      : { concurrency: parseCount("--concurrency", concurrency, 1) }),
    ...(fail === undefined ? {} : { faults: fail }),
    realDelays: realDelays === true,
    specDefaults: { timezone: spec.timezone },
  };
}

function incomplete(what: string): AirgoError {
  return new AirgoError("usage", what, { hint: "name a task of the DAG" });
}

function givenRuns({ resume, fromRun }: EarlierRuns): Pick<ParsedOptions, "resume" | "fromRun"> {
  return { resume, fromRun };
}

function limitsOf(config: ProjectConfig): Pick<ParsedOptions, "limits"> {
  return { limits: { value: config.maxValueBytes, warning: config.warnValueBytes } };
}

function isolation(bundle: Bundle, world: World, env: Readonly<Record<string, string>>) {
  const PATH = world.env.PATH ?? "";
  return {
    bundle: bundle.file,
    node: world.node,
    env: { PATH, ...env },
    temporaryDirectory: tmpdir(),
  };
}

async function runReported(
  { dag, spec }: LoadedDag,
  options: ParsedOptions,
  { world, json }: { readonly world: World; readonly json: boolean },
): Promise<RunOutcome> {
  const { runLocally } = await import("../../../runtime/local/local-run.ts");
  const { captureConsole } = await import("../../../runtime/local/attempt-scope.ts");
  const reporter = createReporter(world, {
    spec,
    json,
    isKept: options.recordDirectory !== undefined,
  });
  const release = captureConsole(world.console);
  try {
    const { outcome } = await interruptible(world, (signal) =>
      runLocally(dag, { ...options, signal, report: reporter.report }),
    );
    return outcome;
  } finally {
    release();
    reporter.close();
  }
}

function exitCodeFor({ phase, stopped }: RunOutcome): number {
  if (stopped === "interrupted") return EXIT_INTERRUPTED;
  return phase === "Succeeded" ? EXIT_OK : EXIT_FAILED;
}

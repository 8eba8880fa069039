import type { ArgumentsCamelCase, Argv } from "yargs";
import { encodeValue } from "../../../runtime/codec.ts";
import { type BackfillPlan, planBackfill } from "../../cluster/plan-backfill.ts";
import type { DagSpec } from "../../core/spec.ts";
import type { ProjectConfig } from "../../project/project-config.ts";
import { bringAbout, MANY_RUNS } from "../backfill/bring-about.ts";
import { planJson, printPlan } from "../backfill/print-plan.ts";
import { chooseDag } from "../choose-dag.ts";
import { CLUSTER_OPTIONS, clusterSettings, parseSeconds } from "../cluster-options.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { loadDag } from "../load-dags.ts";
import { DAG_ARGUMENT, DAG_OPTION, jsonOption, parseCount, textOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { parseDateOption, parseParams } from "../run-options.ts";
import type { World } from "../world.ts";

export const backfillCommand = defineCommand({
  command: "backfill [DAG]",
  describe: "Run a DAG in the cluster for each tick of its schedule in the past",
  builder: addOptions,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { config, cluster } = clusterSettings(bundle, world, args);
    const { spec } = loadDag(bundle, chooseDag(bundle, args), config.timezone);
    const plan = planFor(args, spec, { config, now: world.now() });
    if (plan.runs.length === 0) {
      world.stderr.write(`${spec.dagId}: the range has no tick, so there is nothing to do\n`);
      return EXIT_OK;
    }
    if (args.dryRun === true) return tellPlan(plan, { world, spec, json: args.json === true });
    const call = { ...settingsFor(args), spec, plan, config, options: cluster };
    return interruptible(world, (signal) => bringAbout(call, signal, world));
  },
});

type BackfillArgs = ArgumentsCamelCase<
  ReturnType<typeof addOptions> extends Argv<infer Args> ? Args : never
>;

function addOptions(yargs: Argv) {
  return yargs
    .positional("DAG", DAG_ARGUMENT)
    .options({
      dag: DAG_OPTION,
      "start-date": textOption("start-date", "the first date (the DAG's startDate)"),
      "end-date": textOption("end-date", "the last date, included (now)"),
      "max-active": textOption("max-active", "unfinished runs at a time (1)"),
      params: textOption("params", "the runs' parameters: a JSON object, over the DAG's own"),
      "dry-run": { type: "boolean", describe: "print the dates and names, and create nothing" },
      "rerun-failed": { type: "boolean", describe: "do again what has failed before" },
      detach: { type: "boolean", describe: "create all runs; they take turns in the cluster" },
      yes: {
        type: "boolean",
        describe: `also where more than ${MANY_RUNS} runs are to be created`,
      },
      "poll-interval": textOption("poll-interval", "seconds between two looks (1 to 10)"),
      json: jsonOption("one event a line"),
      ...CLUSTER_OPTIONS,
    } as const)
    .example("$0 backfill --dag hello-world --dry-run", "what it would do")
    .example(
      "$0 backfill --dag hello-world --start-date 2019-01-01 --end-date 2019-02-01",
      "a month",
    )
    .example("$0 backfill --dag hello-world --max-active 4 --yes", "from its startDate until now");
}

function planFor(
  args: BackfillArgs,
  spec: DagSpec,
  { config, now }: { readonly config: ProjectConfig; readonly now: Date },
): BackfillPlan {
  const { startDate, endDate, params } = args;
  const parse = (option: string, text: string | undefined) =>
    text === undefined ? undefined : parseDateOption(option, text, spec.timezone);
  return planBackfill(spec, {
    settings: config,
    now,
    startDate: parse("--start-date", startDate),
    endDate: parse("--end-date", endDate),
    params: params === undefined ? undefined : encodeValue(parseParams(params)),
  });
}

function settingsFor({ maxActive, pollInterval, rerunFailed, detach, yes, json }: BackfillArgs) {
  return {
    maxActive: maxActive === undefined ? 1 : parseCount("--max-active", maxActive, 1),
    pollSeconds:
      pollInterval === undefined ? undefined : parseSeconds("--poll-interval", pollInterval),
    rerunFailed: rerunFailed === true,
    detach: detach === true,
    yes: yes === true,
    json: json === true,
  };
}

interface PlanCall {
  readonly world: World;
  readonly spec: DagSpec;
  readonly json: boolean;
}

function tellPlan(plan: BackfillPlan, { world, spec, json }: PlanCall): number {
  const { stdout, env } = world;
  const { timezone } = spec;
  stdout.write(json ? planJson(plan) : printPlan(plan, { timezone, paint: paintFor(stdout, env) }));
  return EXIT_OK;
}

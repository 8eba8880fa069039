import type { ArgumentsCamelCase, Argv } from "yargs";
import { encodeValue } from "../../../runtime/codec.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { ManualRun } from "../../cluster/compile-run.ts";
import type { OutageEvent } from "../../cluster/patient-cluster.ts";
import type { DagSpec } from "../../core/spec.ts";
import { resourceName } from "../../render/resource-metadata.ts";
import { chooseDag } from "../choose-dag.ts";
import { CLOCK, CLUSTER_OPTIONS, clusterSettings } from "../cluster-options.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { jsonLine } from "../json-line.ts";
import { loadDag } from "../load-dags.ts";
import { type DeployedDag, openDeployed } from "../open-deployed.ts";
import { DAG_ARGUMENT, DAG_OPTION, jsonOption, textOption } from "../options.ts";
import { outageWords } from "../outage-words.ts";
import { paintFor } from "../paint.ts";
import { createReporter } from "../reporter/create-reporter.ts";
import { parseDateOption, parseParams } from "../run-options.ts";
import type { World } from "../world.ts";

export const submitCommand = defineCommand({
  command: "submit [DAG]",
  describe: "Run a DAG once in the cluster",
  builder: addOptions,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { config, cluster: options } = clusterSettings(bundle, world, args);
    const { spec } = loadDag(bundle, chooseDag(bundle, args), config.timezone);
    const run: ManualRun = {
      projectName: config.projectName,
      dagId: spec.dagId,
      namespace: config.namespace,
      templateName: resourceName(config.projectName, spec.dagId),
      ...parseRun(args, spec),
    };
    if (args.dryRun === true) return printManifest(run, world);
    const wait = args.wait === true || args.logs === true;
    const asked = { wait, logs: args.logs === true, json: args.json === true };
    const call = { ...asked, spec, config, options, run };
    return interruptible(world, (signal) => submit(call, signal, world));
  },
});

type SubmitArgs = ArgumentsCamelCase<
  ReturnType<typeof addOptions> extends Argv<infer Args> ? Args : never
>;

function addOptions(yargs: Argv) {
  return yargs
    .positional("DAG", DAG_ARGUMENT)
    .options({
      dag: DAG_OPTION,
      date: textOption("date", "the execution date; on the DAG's clocks unless it has an offset"),
      params: textOption("params", "the run's parameters: a JSON object, over the DAG's own"),
      wait: { type: "boolean", describe: "watch the run, and end as it ends" },
      logs: { type: "boolean", describe: "as --wait, with what its tasks log" },
      "dry-run": { type: "boolean", describe: "print the manifest, and create nothing" },
      json: jsonOption("the run's name, or with --wait one event a line"),
      ...CLUSTER_OPTIONS,
    } as const)
    .example("$0 submit --dag hello-world", "prints the run's name")
    .example("$0 submit --dag hello-world --date 2019-03-07 --wait", "as the run of that day");
}

function parseRun({ date, params }: SubmitArgs, { timezone }: DagSpec) {
  return {
    executionDate: date === undefined ? undefined : parseDateOption("--date", date, timezone),
    params: params === undefined ? undefined : encodeValue(parseParams(params)),
  };
}

async function printManifest(run: ManualRun, { stdout }: World): Promise<number> {
  const { compileManualRun } = await import("../../cluster/compile-run.ts");
  const { toYaml } = await import("../../render/yaml.ts");
  stdout.write(toYaml([compileManualRun(run)]));
  return EXIT_OK;
}

/** One call of the command. */
interface Call extends Omit<DeployedDag, "report"> {
  readonly run: ManualRun;
  readonly wait: boolean;
  readonly logs: boolean;
  readonly json: boolean;
}

async function submit(call: Call, signal: AbortSignal, world: World): Promise<number> {
  const { compileManualRun } = await import("../../cluster/compile-run.ts");
  const { stdout, stderr, env } = world;
  const report = (event: OutageEvent) => stderr.write(outageWords(event, paintFor(stderr, env)));
  const { cluster, direct } = await openDeployed({ ...call, report }, signal, world);
  const { created } = await direct.create([compileManualRun(call.run)]);
  const [name = ""] = created;
  if (call.wait) return follow(name, { ...call, cluster, signal }, world);
  stdout.write(call.json ? jsonLine({ name }) : `${name}\n`);
  if (!call.json) stderr.write(`watch it with: ${watchCommand(cluster, name)}\n`);
  return EXIT_OK;
}

function watchCommand({ via, namespace }: Cluster, name: string): string {
  return via === "argo"
    ? `argo watch --namespace ${namespace} ${name}`
    : `kubectl get workflow --namespace ${namespace} --watch ${name}`;
}

interface Following extends Call {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
}

async function follow(name: string, call: Following, world: World): Promise<number> {
  const { followRun } = await import("../../cluster/follow-run.ts");
  const { spec, json, logs, cluster, signal } = call;
  world.stderr.write(`run ${name}\n`);
  const reporter = createReporter(world, { spec, json, isKept: false });
  try {
    const options = { spec, logs, signal, clock: CLOCK, report: reporter.report };
    const { outcome, message } = await followRun(name, cluster, options);
    if (outcome.phase === "Succeeded") return EXIT_OK;
    if (message !== undefined) world.stderr.write(`${message}\n`);
    return EXIT_FAILED;
  } catch (error) {
    if (!signal.aborted) throw error;
    world.stderr.write(`${name} goes on in the cluster; stop it with: airgo stop ${name}\n`);
    return EXIT_INTERRUPTED;
  } finally {
    reporter.close();
  }
}

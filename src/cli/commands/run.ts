import { tmpdir } from "node:os";
import type { Bundle } from "../../../runtime/bundle.ts";
import type { LocalRunOptions } from "../../../runtime/local/local-run-options.ts";
import type { RunOutcome } from "../../../runtime/local/run-outcome.ts";
import type { ProjectConfig } from "../../project/project-config.ts";
import { chooseDag, namedDag } from "../choose-dag.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { type LoadedDag, loadDag, runSetup } from "../load-dags.ts";
import { settingsOf } from "../project-settings.ts";
import { createReporter } from "../reporter/create-reporter.ts";
import { addRunArguments, parseRunArguments } from "../run-arguments.ts";
import { findEarlierRuns, readEnvFile } from "../run-options.ts";
import { recordDirectory, runsDirectory } from "../runs-directory.ts";
import type { World } from "../world.ts";

export const runCommand = defineCommand({
  command: "run [DAG]",
  describe: "Run a DAG, or some of its tasks, on this machine",
  builder: addRunArguments,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const env = args.envFile === undefined ? {} : await readEnvFile(args.envFile, world);
    world.setEnvironment(env);
    const { config } = settingsOf(bundle, world);
    const named = namedDag(args);
    const earlier = await findEarlierRuns(args, named, runsDirectory(world));
    const dagId = named ?? (earlier.resume ?? earlier.fromRun)?.dagId ?? chooseDag(bundle, args);
    const loaded = loadDag(bundle, dagId, config.timezone);
    const options = {
      ...parseRunArguments(args, loaded.spec.timezone),
      ...earlier,
      ...optionsOf(config),
      isolate: args.isolate === true ? isolation(bundle, world, env) : undefined,
      recordDirectory: await recordDirectory(world),
    };
    if (options.isolate === undefined) await runSetup(bundle);
    return exitCodeFor(await runReported(loaded, options, { world, json: args.json === true }));
  },
});

/** What a project's settings say of its runs. */
function optionsOf({ timezone, maxValueBytes, warnValueBytes }: ProjectConfig) {
  return {
    specDefaults: { timezone },
    limits: { value: maxValueBytes, warning: warnValueBytes },
  };
}

function isolation(bundle: Bundle, world: World, env: Readonly<Record<string, string>>) {
  return {
    bundle: bundle.file,
    node: world.node,
    env: { PATH: world.env.PATH ?? "", ...env },
    temporaryDirectory: tmpdir(),
  };
}

async function runReported(
  { dag, spec }: LoadedDag,
  options: Omit<LocalRunOptions, "report">,
  { world, json }: { readonly world: World; readonly json: boolean },
): Promise<RunOutcome> {
  const { runLocally } = await import("../../../runtime/local/local-run.ts");
  const { captureConsole } = await import("../../../runtime/local/attempt-scope.ts");
  const isKept = options.recordDirectory !== undefined;
  const reporter = createReporter(world, { spec, json, isKept });
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

import path from "node:path";
import type { ArgumentsCamelCase, Argv } from "yargs";
import type { Bundle } from "../../../runtime/bundle.ts";
import { AirgoError } from "../../core/errors.ts";
import type { DagId } from "../../core/names.ts";
import { namedDag } from "../choose-dag.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { type InspectedBundle, inspectBundle } from "../inspect-bundle.ts";
import { DAG_ARGUMENT, DAG_OPTION, textOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { printProblems } from "../print-problems.ts";
import { SETTING_OPTIONS, settingFlags, settingsOf } from "../project-settings.ts";
import { renderFolder } from "../render/render-folder.ts";
import type { World } from "../world.ts";

export const renderCommand = defineCommand({
  command: "render [DAG]",
  describe: "Write the manifests for Argo Workflows",
  builder: addOptions,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { config } = settingsOf(bundle, world, settingFlags(args));
    const project = await inspectBundle(bundle, config);
    refuseBroken(project, world);
    const only = chosenDag(bundle, args, project);
    const { check = false, rbac = false } = args;
    if (args.stdout === true) return printManifests({ project, only, rbac }, world);
    const folder = path.resolve(world.cwd, args.out ?? config.outDir);
    return renderFolder({ project, only, folder, dagsDir: config.dagsDir, check, rbac }, world);
  },
});

type RenderArgs = ArgumentsCamelCase<
  ReturnType<typeof addOptions> extends Argv<infer Args> ? Args : never
>;

function addOptions(yargs: Argv) {
  return yargs
    .positional("DAG", { ...DAG_ARGUMENT, describe: "only the files in which this DAG stands" })
    .options({
      dag: DAG_OPTION,
      out: textOption("out", "the folder to write to"),
      stdout: { type: "boolean", describe: "print what is to apply, write nothing" },
      check: {
        type: "boolean",
        describe: "write nothing; fail with a diff where files would change",
      },
      rbac: { type: "boolean", describe: "also rbac.yaml: what every pod needs for its results" },
      ...SETTING_OPTIONS,
    } as const)
    .conflicts("stdout", "check")
    .example("$0 render", "write rendered_yamls/, to be applied")
    .example("$0 render --check", "in CI: are the files what the DAGs say?")
    .example("$0 render --stdout | kubectl apply --server-side -f -", "deploy");
}

/** When any DAG is broken, nothing is written. @throws AirgoError with every mistake */
function refuseBroken({ errors, warnings }: InspectedBundle, { stderr, env, cwd }: World): void {
  stderr.write(printProblems(warnings, { cwd, paint: paintFor(stderr, env) }));
  const [first, ...rest] = errors;
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
}

function chosenDag(
  bundle: Bundle,
  args: RenderArgs,
  { manifests }: InspectedBundle,
): ReadonlySet<DagId> | undefined {
  const named = namedDag(args);
  if (named === undefined) return undefined;
  const { dagId } = bundle.findDag(named);
  return new Set([...manifests.keys()].filter((id) => id === dagId));
}

interface PrintedManifests {
  readonly project: InspectedBundle;
  /** Undefined: all. */
  readonly only: ReadonlySet<DagId> | undefined;
  readonly rbac: boolean;
}

async function printManifests(
  { project, only, rbac }: PrintedManifests,
  { stdout }: World,
): Promise<number> {
  const { textOf } = await import("../../render/render-project.ts");
  const { rbacText } = await import("../../render/rbac.ts");
  // One binding for the whole project: applied for one DAG, it must not take the others' accounts away.
  const texts = [...(rbac ? [rbacText(project.settings, project)] : []), textOf(project, only)];
  stdout.write(texts.join("---\n"));
  return EXIT_OK;
}

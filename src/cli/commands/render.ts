import path from "node:path";
import type { ArgumentsCamelCase, Argv } from "yargs";
import type { Bundle } from "../../../runtime/bundle.ts";
import { AirgoError } from "../../core/errors.ts";
import type { DagSpec } from "../../core/spec.ts";
import type { RenderedProject } from "../../render/render-project.ts";
import type { RenderSettings } from "../../render/render-settings.ts";
import { namedDag } from "../choose-dag.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { loadProject } from "../load-dags.ts";
import { DAG_ARGUMENT, DAG_OPTION, textOption } from "../options.ts";
import { type Paint, paintFor } from "../paint.ts";
import { printProblems } from "../print-problems.ts";
import { SETTING_OPTIONS, settingFlags, settingsOf } from "../project-settings.ts";
import { renderSettings } from "../render-settings.ts";
import { plural } from "../reporter/plural.ts";
import type { World } from "../world.ts";

export const renderCommand = defineCommand({
  command: "render [DAG]",
  describe: "Write the manifests for Argo Workflows",
  builder: addOptions,
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { config } = settingsOf(bundle, world, settingFlags(args));
    const settings = renderSettings(bundle, config);
    const dags = loadWhole(bundle, config.timezone);
    const only = chosenDag(bundle, args, dags);
    if (args.stdout === true) return printManifests(only ?? dags, settings, { world, args });
    const folder = path.resolve(world.cwd, args.out ?? config.outDir);
    return renderFolder({ dags, only, folder, settings }, { world, args });
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
function loadWhole(bundle: Bundle, timezone: string): readonly DagSpec[] {
  const { dags, problems } = loadProject(bundle, timezone);
  const [first, ...rest] = problems;
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  return dags.map(({ spec }) => spec);
}

function chosenDag(
  bundle: Bundle,
  args: RenderArgs,
  dags: readonly DagSpec[],
): readonly DagSpec[] | undefined {
  const named = namedDag(args);
  if (named === undefined) return undefined;
  const { dagId } = bundle.findDag(named);
  return dags.filter((spec) => spec.dagId === dagId);
}

/** One call of the command. */
interface Call {
  readonly world: World;
  readonly args: RenderArgs;
}

async function printManifests(
  dags: readonly DagSpec[],
  settings: RenderSettings,
  { world, args }: Call,
): Promise<number> {
  const { renderProject, textOf } = await import("../../render/render-project.ts");
  const { rbacText } = await import("../../render/rbac.ts");
  const rendered = renderProject(dags, settings);
  tellWarnings(rendered, world);
  const texts = [...(args.rbac === true ? [rbacText(settings)] : []), textOf(rendered)];
  world.stdout.write(texts.join("---\n"));
  return EXIT_OK;
}

interface FolderPlan {
  readonly dags: readonly DagSpec[];
  /** Undefined: all. */
  readonly only: readonly DagSpec[] | undefined;
  /** Absolute. */
  readonly folder: string;
  readonly settings: RenderSettings;
}

async function renderFolder(plan: FolderPlan, { world, args }: Call): Promise<number> {
  const { filesOf, renderProject } = await import("../../render/render-project.ts");
  const { rbacText } = await import("../../render/rbac.ts");
  const { checkRendered, writeRendered } = await import("../../render/output-folder.ts");
  const { dags, only, folder, settings } = plan;
  const rendered = renderProject(dags, settings);
  tellWarnings(rendered, world);
  const files = new Map(filesOf(rendered, only && new Set(only.map(({ dagId }) => dagId))));
  if (args.rbac === true) files.set(RBAC_FILE, rbacText(settings));
  const options = { isWhole: only === undefined };
  const shown = path.relative(world.cwd, folder) || ".";
  if (args.check === true) return tellDrift(checkRendered(folder, files, options), shown, world);
  const removed = writeRendered(folder, files, options);
  const gone = removed.length === 0 ? "" : `, ${plural(removed.length, "stale file")} removed`;
  world.stderr.write(
    `${plural((only ?? dags).length, "DAG")} rendered to ${shown}/: ${plural(files.size, "file")}${gone}\n` +
      `apply with: kubectl apply --server-side -f ${shown}/\n`,
  );
  return EXIT_OK;
}

const RBAC_FILE = "rbac.yaml";

function tellDrift(diffs: readonly string[], folder: string, world: World): number {
  if (diffs.length === 0) {
    world.stderr.write(`${folder}/ is current\n`);
    return EXIT_OK;
  }
  const paint = paintFor(world.stdout, world.env);
  world.stdout.write(diffs.map((diff) => paintDiff(diff, paint)).join(""));
  throw new AirgoError("drift", `${plural(diffs.length, "file")} in ${folder}/ would change`, {
    hint: 'write them with "airgo render", and commit them',
  });
}

function paintDiff(diff: string, paint: Paint): string {
  return diff.replace(/^[-+].*$/gm, (line) => paint(line.startsWith("+") ? "green" : "red", line));
}

function tellWarnings({ warnings }: RenderedProject, { stderr, env, cwd }: World): void {
  stderr.write(printProblems(warnings, { cwd, paint: paintFor(stderr, env) }));
}

import type { Problem } from "../../core/errors.ts";
import type { Finding } from "../../validate/finding.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_FAILED, EXIT_OK } from "../exit-codes.ts";
import { jsonLine } from "../json-line.ts";
import { type LoadedProject, loadProject } from "../load-dags.ts";
import { jsonOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { printProblems } from "../print-problems.ts";
import { SETTING_OPTIONS, settingFlags, settingsOf } from "../project-settings.ts";
import { renderSettings } from "../render-settings.ts";
import { plural } from "../reporter/plural.ts";

export const validateCommand = defineCommand({
  command: "validate",
  describe: "Check every DAG for what airgo and Argo would refuse",
  builder: (yargs) =>
    yargs
      .options({ ...SETTING_OPTIONS, json: jsonOption("one mistake a line") })
      .example("$0 validate", "every mistake of every DAG at once, with its place and a hint")
      .example("$0 validate --json", "for editors and CI"),
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { config } = settingsOf(bundle, world, settingFlags(args));
    const project = loadProject(bundle, config.timezone);
    const { errors, warnings } = await inspectProject(project, renderSettings(bundle, config));
    const { stdout, stderr, env, cwd } = world;
    const found = [...errors, ...warnings];
    stdout.write(
      args.json === true
        ? found.map(jsonLine).join("")
        : printProblems(found, { cwd, paint: paintFor(stdout, env) }),
    );
    stderr.write(printVerdict(project, { errors, warnings }));
    return errors.length === 0 ? EXIT_OK : EXIT_FAILED;
  },
});

interface Findings {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Finding[];
}

async function inspectProject(
  { dags, problems }: LoadedProject,
  settings: ReturnType<typeof renderSettings>,
): Promise<Findings> {
  const { inspectDag } = await import("../../render/compile-dag.ts");
  const { validateSettings } = await import("../../validate/validate-settings.ts");
  const inspected = dags.map(({ spec }) => inspectDag(spec, settings));
  return {
    errors: withoutRepeats([
      ...problems,
      ...validateSettings(settings),
      ...inspected.flatMap(({ errors }) => errors),
    ]),
    warnings: withoutRepeats(inspected.flatMap(({ warnings }) => warnings)),
  };
}

/** What is wrong with a template file is found for every DAG that uses it. */
function withoutRepeats<Found extends Problem>(problems: readonly Found[]): readonly Found[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function printVerdict({ dags }: LoadedProject, { errors, warnings }: Findings): string {
  if (errors.length + warnings.length === 0) return `${plural(dags.length, "DAG")}: no mistakes\n`;
  const counts = [
    ...(errors.length > 0 ? [plural(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [plural(warnings.length, "warning")] : []),
  ];
  return `\n${counts.join(", ")}\n`;
}

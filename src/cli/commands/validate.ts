import type { AirgoError, Problem } from "../../core/errors.ts";
import type { Finding } from "../../validate/finding.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_FAILED, EXIT_OK, exitCodeOf } from "../exit-codes.ts";
import { inspectBundle } from "../inspect-bundle.ts";
import { jsonOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { printProblems } from "../print-problems.ts";
import { problemLine } from "../problem-line.ts";
import { SETTING_OPTIONS, settingFlags, settingsOf } from "../project-settings.ts";
import { plural } from "../reporter/plural.ts";
import type { World } from "../world.ts";

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
    const { manifests, errors, warnings } = await inspectBundle(bundle, config);
    const { stdout, stderr, env, cwd } = world;
    const found = [...errors, ...warnings];
    stdout.write(
      args.json === true
        ? found.map(problemLine).join("")
        : printProblems(found, { cwd, paint: paintFor(stdout, env) }),
    );
    stderr.write(printVerdict(manifests.size, { errors, warnings }));
    return errors.length === 0 ? EXIT_OK : EXIT_FAILED;
  },
  // Mistakes are the product, also those for which there is no bundle: a DAG file's syntax, a setting.
  refuse: (error, args, world) => (args.json === true ? tellAsJson(error, world) : undefined),
});

function tellAsJson(error: AirgoError, { stdout, stderr }: World): number {
  stdout.write(error.problems.map(problemLine).join(""));
  stderr.write(printVerdict(0, { errors: error.problems, warnings: [] }));
  return exitCodeOf(error);
}

interface Findings {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Finding[];
}

function printVerdict(dagCount: number, { errors, warnings }: Findings): string {
  if (errors.length + warnings.length === 0) return `${plural(dagCount, "DAG")}: no mistakes\n`;
  const counts = [
    ...(errors.length > 0 ? [plural(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [plural(warnings.length, "warning")] : []),
  ];
  return `\n${counts.join(", ")}\n`;
}

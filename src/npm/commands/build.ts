import { statSync } from "node:fs";
import path from "node:path";
import { defineCommand } from "../../cli/define-command.ts";
import { EXIT_FAILED, EXIT_OK } from "../../cli/exit-codes.ts";
import { textOption } from "../../cli/options.ts";
import { paintFor } from "../../cli/paint.ts";
import { printProblems } from "../../cli/print-problems.ts";
import { plural } from "../../cli/reporter/plural.ts";
import type { World } from "../../cli/world.ts";
import { AirgoError, isAirgoError, type Problem } from "../../core/errors.ts";
import type { AirgoPackage } from "../../project/airgo-package.ts";
import type { BuildResult } from "../../project/build-bundle.ts";
import { buildStamped, isFresh } from "../../project/fresh-bundle.ts";
import type { Project } from "../../project/read-project.ts";
import { type ImportBudget, overBudget, parseBudget } from "../import-budget.ts";
import { printImportCosts } from "../print-import-costs.ts";
import { repeatAtChanges } from "../repeat-at-changes.ts";

/** What the command needs beside the world of every command. */
export interface BuildPorts {
  readonly airgo: AirgoPackage;
  readonly readProject: () => Promise<Project>;
}

export function buildCommand({ airgo, readProject }: BuildPorts) {
  return defineCommand({
    command: "build",
    describe: "Bundle the DAGs into the one file that every pod runs",
    builder: (yargs) =>
      yargs
        .options({
          watch: { type: "boolean", describe: "build again whenever a file changes" },
          analyze: { type: "boolean", describe: "print what importing each DAG file costs a pod" },
          budget: textOption("budget", "fail where a file costs more: 50ms, 500KB, or 50ms,500KB"),
        } as const)
        .conflicts("watch", ["analyze", "budget"])
        .example("$0 build", "dist/airgo.js, for the image")
        .example("$0 build --budget 50ms", "in CI: does every pod start at once?"),
    handler: async ({ watch, analyze, budget }, world) => {
      if (analyze === true || budget !== undefined) {
        const limits = budget === undefined ? {} : parseBudget(budget);
        return buildAnalyzed({ project: await readProject(), airgo, limits }, world);
      }
      if (watch !== true) return (await buildOnce(await readProject(), airgo, world)).code;
      const { root, config } = await readProject();
      const made = [path.dirname(config.bundle), config.outDir];
      const without = made.map((folder) => path.join(root, folder));
      const update = createUpdate({ airgo, readProject }, world);
      world.stderr.write("watching for changes; Ctrl-C ends it\n");
      return repeatAtChanges(root, { without, update, world });
    },
  });
}

interface AnalyzedBuild {
  readonly project: Project;
  readonly airgo: AirgoPackage;
  readonly limits: ImportBudget;
}

/** @throws AirgoError `over-budget` */
async function buildAnalyzed({ project, airgo, limits }: AnalyzedBuild, world: World) {
  const { code, result } = await buildOnce(project, airgo, world);
  const { analyzeImports } = await import("../../project/analyze-imports.ts");
  const costs = await analyzeImports(project, result);
  world.stdout.write(printImportCosts(costs, world));
  const [first, ...rest] = overBudget(costs, limits);
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  return code;
}

interface Built {
  readonly result: BuildResult;
  /** For the shell. */
  readonly code: number;
}

async function buildOnce(project: Project, airgo: AirgoPackage, world: World): Promise<Built> {
  const began = world.now().getTime();
  const result = await buildStamped(project, airgo);
  const problems = result.broken.flatMap((file) => file.problems);
  tellProblems(problems, world);
  const seconds = (world.now().getTime() - began) / 1000;
  world.stderr.write(`${describeResult(result, world)}, in ${seconds.toFixed(1)} s\n`);
  return { result, code: problems.length === 0 ? EXIT_OK : EXIT_FAILED };
}

function describeResult({ file, dags, broken }: BuildResult, { cwd }: World): string {
  const without = broken.length === 0 ? "" : `, without ${plural(broken.length, "broken file")}`;
  const kilobytes = Math.ceil(statSync(file).size / 1024);
  return `${path.relative(cwd, file)}: ${plural(dags.length, "DAG")}${without}, ${kilobytes} KB`;
}

/** Builds where something has changed; where that fails, the last good bundle stays. */
function createUpdate({ airgo, readProject }: BuildPorts, world: World): () => Promise<void> {
  // At the beginning, and after a mistake, a person wants to know of a bundle that needs no build.
  let isTold = false;
  return async () => {
    try {
      const project = await readProject();
      const isCurrent = await isFresh(project, airgo);
      if (!isCurrent) await buildOnce(project, airgo, world);
      else if (!isTold) world.stderr.write(`${project.config.bundle} is current\n`);
      isTold = true;
    } catch (error) {
      isTold = false;
      if (!isAirgoError(error)) throw error;
      tellProblems(error.problems, world);
    }
  };
}

function tellProblems(problems: readonly Problem[], world: World): void {
  const paint = paintFor(world.stderr, world.env);
  world.stderr.write(printProblems(problems, { cwd: world.cwd, paint }));
}

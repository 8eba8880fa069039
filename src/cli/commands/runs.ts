import type { RunRecord } from "../../../runtime/local/run-record.ts";
import { latestRun, listRuns, readRun } from "../../../runtime/local/run-store.ts";
import { AirgoError } from "../../core/errors.ts";
import { namedDag } from "../choose-dag.ts";
import { CLUSTER_OPTIONS } from "../cluster-options.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { jsonLine } from "../json-line.ts";
import { DAG_OPTION, jsonOption, parseCount, textOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { printRun } from "../runs/print-run.ts";
import { printRuns } from "../runs/print-runs.ts";
import { runsDirectory } from "../runs-directory.ts";
import { terminalWidth, type World } from "../world.ts";

/** Writes a run as a page; only the npm package brings it, because it draws. */
export type WritePage = (run: RunRecord, out: string, world: World) => Promise<void>;

const showCommand = (writePage: WritePage | undefined) =>
  defineCommand({
    command: "show [ID]",
    describe: "Show when the tasks of a run ran, and why some did not",
    builder: (yargs) =>
      yargs
        .positional("ID", { type: "string", describe: "the run's id; the last run unless given" })
        .options({
          dag: DAG_OPTION,
          json: jsonOption("the whole record"),
          html: textOption(
            "html",
            "write one page with graph, timeline, logs and values to this file",
          ),
        })
        .example("$0 runs show", "the last run")
        .example("$0 runs show --html run.html", "the last run, as a page for a browser")
        .example("$0 runs show --dag hello-world", "the last run of one DAG")
        .example(
          "$0 runs show hello-world-20260301t102201-a1b2",
          "one of those that airgo runs lists",
        ),
    handler: async ({ ID, dag, json, html }, world) => {
      const directory = runsDirectory(world);
      const run = ID === undefined ? await latestRun(directory, dag) : await readRun(directory, ID);
      if (html !== undefined) {
        if (writePage === undefined) throw noPages();
        await writePage(run, html, world);
        return EXIT_OK;
      }
      const { stdout, env, cwd } = world;
      const style = { paint: paintFor(stdout, env), width: terminalWidth(stdout), cwd };
      stdout.write(json === true ? jsonLine(run) : printRun(run, style));
      return EXIT_OK;
    },
  });

function noPages(): AirgoError {
  return new AirgoError("usage", "the bundle draws no pages", {
    hint: "write npx airgo runs show --html FILE in the project",
  });
}

const USUAL_LIMIT = 20;

export const createRunsCommand = (writePage?: WritePage) =>
  defineCommand({
    command: "runs",
    describe: "List the runs on this machine, or in the cluster",
    commands: [showCommand(writePage)],
    builder: (yargs) =>
      yargs
        .options({
          dag: DAG_OPTION,
          limit: textOption("limit", `how many (${USUAL_LIMIT}; with --json all)`),
          json: jsonOption("one run a line"),
          cluster: { type: "boolean", describe: "the project's runs in the cluster" },
          ...CLUSTER_OPTIONS,
        } as const)
        .example("$0 runs", "the latest first")
        .example("$0 runs --cluster", "those in the cluster, however they were started")
        .example("$0 runs --dag hello-world", "those of one DAG"),
    handler: async (args, world) => {
      const dagId = namedDag(args);
      const limit = args.limit === undefined ? undefined : parseCount("--limit", args.limit, 1);
      if (args.cluster === true) {
        const { tellClusterRuns } = await import("../runs/cluster-runs.ts");
        const usual = args.json === true ? undefined : USUAL_LIMIT;
        const call = { dagId, limit: limit ?? usual, json: args.json === true };
        await tellClusterRuns(call, args, world);
        return EXIT_OK;
      }
      const all = await listRuns(runsDirectory(world));
      const runs = all.filter((run) => dagId === undefined || run.dagId === dagId);
      if (args.json === true) world.stdout.write(runs.slice(0, limit).map(summaryLine).join(""));
      else tellRuns(runs, limit ?? USUAL_LIMIT, world);
      return EXIT_OK;
    },
  });

export const runsCommand = createRunsCommand();

/** Without the tasks: their values may be large. */
function summaryLine(run: RunRecord): string {
  const { tasks, ...summary } = run;
  return jsonLine(summary);
}

function tellRuns(runs: readonly RunRecord[], limit: number, { stdout, stderr, env }: World): void {
  const style = { paint: paintFor(stdout, env), width: terminalWidth(stdout) };
  if (runs.length === 0) stderr.write("no runs yet: airgo run makes one\n");
  else stdout.write(printRuns(runs.slice(0, limit), style));
  if (runs.length > limit) stderr.write(`\nand ${runs.length - limit} before them\n`);
}

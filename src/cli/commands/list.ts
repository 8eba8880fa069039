import type { Bundle } from "../../../runtime/bundle.ts";
import { namedDag } from "../choose-dag.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { jsonLine } from "../json-line.ts";
import { printDag } from "../list/print-dag.ts";
import { printList } from "../list/print-list.ts";
import { type SummaryOptions, summarizeDag } from "../list/summarize-dag.ts";
import { loadDag, loadProject } from "../load-dags.ts";
import { DAG_ARGUMENT, DAG_OPTION, jsonOption } from "../options.ts";
import { paintFor } from "../paint.ts";
import { settingsOf } from "../project-settings.ts";
import { plural } from "../reporter/plural.ts";
import { terminalWidth, type World } from "../world.ts";

export const listCommand = defineCommand({
  command: "list [DAG]",
  describe: "List the DAGs, or the tasks of one",
  builder: (yargs) =>
    yargs
      .positional("DAG", DAG_ARGUMENT)
      .options({ dag: DAG_OPTION, json: jsonOption("one DAG a line") })
      .example("$0 list", "every DAG, and its next ticks on the clocks of its zone")
      .example("$0 list hello-world", "one DAG and its tasks"),
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { timezone, image } = settingsOf(bundle, world).config;
    const dagId = namedDag(args);
    const listing = { bundle, world, timezone, json: args.json === true };
    const options = { now: world.now(), image };
    if (dagId === undefined) listAll(listing, options);
    else listOne(dagId, listing, options);
    return EXIT_OK;
  },
});

interface Listing {
  readonly bundle: Bundle;
  readonly world: World;
  /** Of DAGs that set none. */
  readonly timezone: string;
  readonly json: boolean;
}

function listOne(dagId: string, listing: Listing, options: SummaryOptions): void {
  const { bundle, world, timezone, json } = listing;
  const { spec, file } = loadDag(bundle, dagId, timezone);
  const summary = summarizeDag({ spec, file }, options);
  const { next, image } = summary;
  world.stdout.write(
    json ? jsonLine({ ...spec, next, image, file }) : printDag(summary, spec, styleOf(world)),
  );
}

function listAll({ bundle, world, timezone, json }: Listing, options: SummaryOptions): void {
  const { dags, problems } = loadProject(bundle, timezone);
  const summaries = dags.map((dag) => summarizeDag(dag, options));
  world.stdout.write(
    json ? summaries.map(jsonLine).join("") : printList(summaries, styleOf(world)),
  );
  const image = dags.length === 0 ? "" : `, image ${options.image}`;
  if (!json) world.stderr.write(`\n${plural(dags.length, "DAG")}${image}\n`);
  if (problems.length === 0) return;
  const count = `${plural(problems.length, "mistake")} in other DAGs`;
  world.stderr.write(`${paintFor(world.stderr, world.env)("red", count)}: airgo validate\n`);
}

function styleOf({ stdout, env }: World) {
  return { paint: paintFor(stdout, env), width: terminalWidth(stdout) };
}

import { spawn } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Bundle } from "../../../runtime/bundle.ts";
import { type GraphModel, graphModel } from "../../picture/graph-model.ts";
import { toDot } from "../../picture/to-dot.ts";
import { toMermaid } from "../../picture/to-mermaid.ts";
import { chooseDag } from "../choose-dag.ts";
import { CLUSTER_OPTIONS, type ClusterArguments } from "../cluster-options.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { loadDag } from "../load-dags.ts";
import { DAG_ARGUMENT, DAG_OPTION, textOption } from "../options.ts";
import { openClusterRun, openLocalRun, type PicturedRun } from "../pictured-run.ts";
import { settingsOf } from "../project-settings.ts";
import type { World } from "../world.ts";

const FORMATS = ["text", "svg", "mermaid", "dot"] as const;
type Format = (typeof FORMATS)[number];

/** Which format a file's ending asks for. */
const ENDINGS: Readonly<Record<string, Format>> = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".md": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
};

// The layout engine is a megabyte: only the formats that it draws load it.
const DRAW: { readonly [Name in Format]: (model: GraphModel) => string | Promise<string> } = {
  text: async (model) => (await import("../../picture/to-text.ts")).toText(model),
  svg: async (model) => (await import("../../picture/to-svg.ts")).toSvg(model),
  mermaid: toMermaid,
  dot: toDot,
};

export const graphCommand = defineCommand({
  command: "graph [DAG]",
  describe: "Draw a DAG",
  builder: (yargs) =>
    yargs
      .positional("DAG", DAG_ARGUMENT)
      .options({
        dag: DAG_OPTION,
        format: { choices: FORMATS, describe: "text, or what the ending of --out says" },
        out: textOption("out", "write to this file"),
        run: textOption("run", "colour it by the phases of this run"),
        cluster: { type: "boolean", describe: "the run is one in the cluster" },
        ...CLUSTER_OPTIONS,
        open: { type: "boolean", describe: "write an SVG and show it" },
      } as const)
      .example("$0 graph hello-world", "boxes and arrows in the terminal")
      .example("$0 graph hello-world --out hello.svg", "a picture")
      .example("$0 graph --run ID --open", "a run, coloured by its phases")
      .example("$0 graph --run NAME --cluster", "one of those that airgo runs --cluster lists"),
  handler: async (args, world) => {
    const bundle = await world.openBundle();
    const { timezone } = settingsOf(bundle, world).config;
    const run = await chosenRun(args, { world, bundle });
    const dagId = run?.dagId ?? chooseDag(bundle, args);
    const { spec } = loadDag(bundle, dagId, timezone);
    const model = graphModel(spec, run?.states(spec));
    const out = args.out ?? (args.open === true ? `${dagId}.svg` : undefined);
    const format = args.format ?? ENDINGS[path.extname(out ?? "")] ?? "text";
    const picture = await DRAW[format](model);
    if (out === undefined) world.stdout.write(picture);
    else await writePicture(picture, out, world);
    if (out !== undefined && args.open === true) show(path.resolve(world.cwd, out));
    return EXIT_OK;
  },
});

type RunArguments = ClusterArguments & {
  readonly run?: string | undefined;
  readonly cluster?: boolean | undefined;
};

async function chosenRun(
  args: RunArguments,
  place: { readonly world: World; readonly bundle: Bundle },
): Promise<PicturedRun | undefined> {
  if (args.run === undefined) return undefined;
  return args.cluster === true
    ? openClusterRun(args.run, args, place)
    : openLocalRun(args.run, place.world);
}

async function writePicture(picture: string, out: string, world: World): Promise<void> {
  const file = path.resolve(world.cwd, out);
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, picture);
  await rename(temporary, file);
  world.stderr.write(`${out} written\n`);
}

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Hands the file to whatever the machine shows pictures with; airgo does not wait for it. */
function show(file: string): void {
  const [command = "xdg-open", ...args] = OPENERS[process.platform] ?? [];
  spawn(command, [...args, file], { detached: true, stdio: "ignore" })
    .on("error", () => undefined)
    .unref();
}

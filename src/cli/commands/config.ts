import type { Origin, ResolvedConfig, SettingName } from "../../project/project-config.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { type Paint, paintFor } from "../paint.ts";
import { SETTING_OPTIONS, settingFlags, settingsOf } from "../project-settings.ts";
import { printRecords } from "../table.ts";
import { terminalWidth } from "../world.ts";

export const configCommand = defineCommand({
  command: "config",
  describe: "Show the settings in force, and where each came from",
  builder: (yargs) =>
    yargs
      .options({ ...SETTING_OPTIONS, json: jsonOption("one setting a line") })
      .example("$0 config", "flags win, then AIRGO_… variables, then package.json")
      .example("AIRGO_NAMESPACE=staging $0 config", "what a variable would change"),
  handler: async (args, world) => {
    const settings = listSettings(settingsOf(await world.openBundle(), world, settingFlags(args)));
    const { stdout, env } = world;
    stdout.write(
      args.json === true
        ? settings.map(jsonLine).join("")
        : printSettings(settings, paintFor(stdout, env), terminalWidth(stdout)),
    );
    return EXIT_OK;
  },
});

interface Setting {
  readonly name: string;
  /** Null: none. */
  readonly value: unknown;
  readonly origin: Origin;
}

function listSettings({ config, origins }: ResolvedConfig): readonly Setting[] {
  // By the origins: a setting without a value has no key in the configuration of a bundle.
  return Object.entries(origins).map(([name, origin]) => ({
    name,
    value: config[name as SettingName] ?? null, // one entry a setting name
    origin,
  }));
}

function printSettings(
  settings: readonly Setting[],
  paint: Paint,
  width: number | undefined,
): string {
  const columns = [
    { title: "SETTING", cell: ({ name }: Setting) => name },
    { title: "VALUE", cell: ({ value }: Setting) => valueText(value) },
    { title: "FROM", cell: ({ origin }: Setting) => originText(origin, paint) },
  ];
  return printRecords(settings, columns, { heading: (title) => paint("dim", title), width });
}

function valueText(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "–";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function originText({ layer, name }: Origin, paint: Paint): string {
  if (layer === "default") return paint("dim", "default");
  return layer === "package.json" ? `package.json: ${name}` : name;
}

import { paintFor } from "../cli/paint.ts";
import { printRecords } from "../cli/table.ts";
import type { World } from "../cli/world.ts";
import type { ImportCost } from "../project/analyze-imports.ts";

const MOST_PACKAGES = 3;
// What is smaller is not what a file's import takes its time for.
const HEAVY_BYTES = 10 * 1024;

/** A line a DAG file. */
export function printImportCosts(
  costs: readonly ImportCost[],
  { stdout, env }: Pick<World, "stdout" | "env">,
): string {
  const paint = paintFor(stdout, env);
  return printRecords(
    costs,
    [
      { title: "FILE", cell: ({ file }) => file },
      {
        title: "IMPORT",
        right: true,
        cell: ({ milliseconds }) =>
          milliseconds === undefined ? "?" : millisecondsText(milliseconds),
      },
      { title: "SIZE", right: true, cell: ({ bytes }) => kilobytesText(bytes) },
      { title: "HEAVY PACKAGES", cell: heavyPackages },
    ],
    { heading: (title) => paint("bold", title) },
  );
}

function heavyPackages({ packages }: ImportCost): string {
  const heavy = packages.filter(({ bytes }) => bytes >= HEAVY_BYTES);
  const shown = heavy
    .slice(0, MOST_PACKAGES)
    .map(({ name, bytes }) => `${name} ${kilobytesText(bytes)}`);
  const more = heavy.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

export function millisecondsText(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

export function kilobytesText(bytes: number): string {
  const kilobytes = bytes / 1024;
  return `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} KB`;
}

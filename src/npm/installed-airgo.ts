import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** An airgo that npm has installed. */
export interface InstalledAirgo {
  /** Without symbolic links. */
  readonly folder: string;
  /** The URL of its command line. */
  readonly bin: string;
}

/** The airgo that code in `folder` imports; undefined where none is installed. */
export function findInstalledAirgo(folder: string): InstalledAirgo | undefined {
  const candidate = path.join(folder, "node_modules", "airgo");
  const bin = path.join(candidate, "bin", "airgo.js");
  if (existsSync(bin)) return { folder: realpathSync(candidate), bin: pathToFileURL(bin).href };
  const above = path.dirname(folder);
  return above === folder ? undefined : findInstalledAirgo(above);
}

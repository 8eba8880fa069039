import { readFile } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";
import { checkDagsFolder } from "./find-dags.ts";
import { locateKey } from "./locate-key.ts";
import type { ResolvedConfig } from "./project-config.ts";
import { type ConfigLayers, describeOrigin, resolveConfig } from "./resolve-config.ts";

/** A project on disk. */
export interface Project extends ResolvedConfig {
  /** Absolute. */
  readonly root: string;
  /** The version in package.json; "0.0.0" where it gives none. */
  readonly version: string;
}

/** Reads package.json in `root` and resolves the configuration. @throws AirgoError "invalid-config" */
export async function readProject(
  root: string,
  layers: Pick<ConfigLayers, "env" | "flags"> = {},
): Promise<Project> {
  const absolute = path.resolve(root);
  const packageJson = await readPackageJson(absolute);
  const resolved = resolveConfig({ ...layers, packageJson });
  await checkGivenFolder(absolute, resolved, packageJson);
  return { root: absolute, version: versionOf(packageJson), ...resolved };
}

/** The default folder is missed by whoever looks for DAGs in it: a test of the project may name another. */
async function checkGivenFolder(
  root: string,
  { config: { dagsDir }, origins }: ResolvedConfig,
  packageJson: string,
): Promise<void> {
  const { layer } = origins.dagsDir;
  if (layer === "default") return;
  const location = layer === "package.json" ? locateKey(packageJson, "dagsDir") : undefined;
  await checkDagsFolder(root, dagsDir, { setting: describeOrigin(origins.dagsDir), location });
}

async function readPackageJson(root: string): Promise<string> {
  try {
    return await readFile(path.join(root, "package.json"), "utf8");
  } catch (cause) {
    throw new AirgoError("invalid-config", `there is no package.json in ${root}`, {
      hint: 'run airgo in the folder of a project, or make one with "airgo init"',
      cause,
    });
  }
}

function versionOf(packageJson: string): string {
  const { version }: { version?: unknown } = JSON.parse(packageJson);
  return typeof version === "string" ? version : "0.0.0";
}

// The settings in force: what the bundle was built with, below the environment and the flags of this call.

import type { Bundle } from "../../runtime/bundle.ts";
import type { ResolvedConfig, SettingName } from "../project/project-config.ts";
import { resolveConfig } from "../project/resolve-config.ts";
import { textOption } from "./options.ts";
import type { World } from "./world.ts";

/** Settings that a command line may give. */
export const SETTING_OPTIONS = {
  image: textOption("image", "the image of the pods"),
  tag: textOption("tag", "the image's tag, instead of its own"),
  namespace: textOption("namespace", "the namespace in the cluster"),
  "service-account-name": textOption("service-account-name", "the pods' service account"),
  "project-name": textOption("project-name", "begins the name of every object"),
} as const;

/** Flags by setting name; undefined is not given. */
export type SettingFlags = Partial<Record<SettingName, unknown>>;

/** What of a parsed command line is a setting. */
export function settingFlags(args: SettingFlags): SettingFlags {
  const { image, tag, namespace, serviceAccountName, projectName } = args;
  return { image, tag, namespace, serviceAccountName, projectName };
}

/** @throws AirgoError "invalid-config" with every mistake */
export function settingsOf(
  { manifest }: Bundle,
  { env }: Pick<World, "env">,
  flags: SettingFlags = {},
): ResolvedConfig {
  const { config, origins } = manifest;
  return resolveConfig({ embedded: { config, origins }, env, flags });
}

// What all commands that reach the cluster have in common.

import type { Bundle } from "../../runtime/bundle.ts";
import { SYSTEM_CLOCK } from "../cluster/clock.ts";
import { VIAS, type Via } from "../cluster/cluster.ts";
import type { ClusterOptions } from "../cluster/open-cluster.ts";
import { AirgoError } from "../core/errors.ts";
import type { ProjectConfig } from "../project/project-config.ts";
import {
  SETTING_OPTIONS,
  type SettingFlags,
  settingFlags,
  settingsOf,
} from "./project-settings.ts";
import type { World } from "./world.ts";

export const CLOCK = SYSTEM_CLOCK;

export const CLUSTER_OPTIONS = {
  via: {
    choices: VIAS,
    describe: "how the cluster is reached (whichever is on the PATH, kubectl first)",
  },
  namespace: SETTING_OPTIONS.namespace,
  "project-name": SETTING_OPTIONS["project-name"],
} as const;

export interface ClusterArguments extends SettingFlags {
  readonly via?: Via | undefined;
}

/** The project's settings in force, and how its cluster is reached. */
export function clusterSettings(
  bundle: Bundle,
  world: World,
  args: ClusterArguments,
): { readonly config: ProjectConfig; readonly cluster: ClusterOptions } {
  const { config } = settingsOf(bundle, world, settingFlags(args));
  return { config, cluster: { namespace: config.namespace, env: world.env, via: args.via } };
}

const RUN_NAME = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/;

/** The name of a run in the cluster. @throws AirgoError `usage` for what would be an option of another program */
export function parseRunName(text: string): string {
  if (RUN_NAME.test(text)) return text;
  throw new AirgoError("usage", `${JSON.stringify(text)} is no name of a run`, {
    hint: '"airgo runs --cluster" lists the runs',
  });
}

export function unknownClusterRun(name: string, namespace: string): AirgoError {
  return new AirgoError("run-not-found", `there is no run "${name}" in namespace "${namespace}"`, {
    hint: '"airgo runs --cluster" lists the runs',
  });
}

/** A number of seconds, also a part of one. @throws AirgoError `usage` */
export function parseSeconds(option: string, text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new AirgoError("usage", `${option} cannot be ${JSON.stringify(text)}`, {
    hint: "give a number of seconds, for example 5",
  });
}

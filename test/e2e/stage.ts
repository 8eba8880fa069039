// All that a check works with: the project, the programs, the cluster.

import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { type E2eDags, findE2eDags } from "./e2e-dags.ts";
import type { E2eOptions } from "./e2e-options.ts";
import { type E2eProject, makeProject } from "./e2e-project.ts";
import { Program } from "./program.ts";
import { type RenderedDags, readRendered } from "./rendered-dags.ts";
import type { Target } from "./target.ts";

export interface Stage {
  readonly options: E2eOptions;
  readonly target: Target;
  readonly project: E2eProject;
  readonly kubectl: Program;
  readonly argo: Program;
  /** The project's own bundle, as a command. */
  readonly airgo: Program;
  readonly cluster: Cluster;
  readonly dags: E2eDags;
  readonly rendered: RenderedDags;
  /** Aborted on Ctrl-C and when the time is over. */
  readonly signal: AbortSignal;
}

/** A name that nothing else in the cluster begins with, as short as the names of the recorded cases need it. */
export function newProjectName(): string {
  return `e2e-${randomInt(36 ** 3, 36 ** 4).toString(36)}`;
}

export interface StageSettings {
  readonly name: string;
  readonly options: E2eOptions;
  readonly target: Target;
  readonly signal: AbortSignal;
}

export async function openStage(settings: StageSettings): Promise<Stage> {
  const { name, target } = settings;
  mkdirSync(target.folder, { recursive: true });
  const root = mkdtempSync(path.join(target.folder, `${name}-`));
  try {
    return await openAt(root, settings);
  } catch (error) {
    rmSync(root, { recursive: true });
    throw error;
  }
}

// A whole backfill, on a busy machine.
const LONGEST_COMMAND = 600;

async function openAt(root: string, settings: StageSettings): Promise<Stage> {
  const { name, options, target, signal } = settings;
  const { env } = target;
  const dags = await findE2eDags();
  const project = await makeProject({ name, root, target, dags, options });
  const bundle = [process.execPath, project.bundle];
  const airgo = new Program(bundle, { env, signal, timeoutSeconds: LONGEST_COMMAND });
  const folder = path.join(root, "rendered_yamls");
  await airgo.call(["render", "--out", folder]);
  return {
    ...{ options, target, project, dags, airgo, signal },
    kubectl: new Program(["kubectl"], { env, signal }),
    argo: new Program(["argo"], { env, signal }),
    cluster: await openCluster({ namespace: options.namespace, env, via: "kubectl" }),
    rendered: readRendered(folder),
  };
}

/** The name of a DAG's objects. */
export function nameOf({ project }: Pick<Stage, "project">, dagId: string): string {
  return `${project.name}-${dagId}`;
}

/** Asks again and again until there is an answer. @throws Error when there is none in time */
export async function until<Answer>(
  { signal }: Pick<Stage, "signal">,
  what: string,
  { seconds, ask }: { readonly seconds: number; readonly ask: () => Promise<Answer | undefined> },
): Promise<Answer> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`after ${seconds} s there is still no ${what}`);
    await delay(1000, undefined, { signal });
  }
}

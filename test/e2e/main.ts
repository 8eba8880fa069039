// `npm run e2e`: airgo against a real cluster.

import { rmSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../../src/cluster/executable.ts";
import { Board } from "./board.ts";
import { checkBackfill } from "./check-backfill.ts";
import { checkCommands } from "./check-commands.ts";
import { checkManifests } from "./check-manifests.ts";
import { checkPods } from "./check-pods.ts";
import { checkSchedules } from "./check-schedules.ts";
import { circumstancesOf } from "./circumstances.ts";
import { cleanUp } from "./clean-up.ts";
import { compareRuns } from "./compare-runs.ts";
import { findE2eDags } from "./e2e-dags.ts";
import { type E2eOptions, parseE2eOptions, USAGE } from "./e2e-options.ts";
import { makeProject } from "./e2e-project.ts";
import { updateFidelityPage } from "./fidelity-page.ts";
import { Program } from "./program.ts";
import { newProjectName, openStage, type Stage } from "./stage.ts";
import { printTables } from "./tables.ts";
import { findTarget, imageTarget, type Target } from "./target.ts";

const say = (text: string) => void process.stderr.write(text);

async function main(options: E2eOptions): Promise<number> {
  const { prepare, clean } = options;
  if (prepare !== undefined) return prepareImage(path.resolve(prepare), options);
  const target = findTarget(options, withoutSettings(process.env));
  if (clean === undefined) return play(options, target);
  await deleteAll(target, options, clean);
  return 0;
}

/** Settings of a project of the user's own are not for this one. */
function withoutSettings(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AIRGO_")));
}

async function prepareImage(root: string, options: E2eOptions): Promise<number> {
  const target = imageTarget("airgo-e2e:1", process.env);
  await makeProject({ name: "airgo-e2e", root, target, options, dags: await findE2eDags() });
  say(`build and load the image from ${root}, then: npm run e2e -- --image NAME\n`);
  return 0;
}

async function play(options: E2eOptions, target: Target): Promise<number> {
  const interrupted = interruptSignal();
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(options.minutes * 60_000)]);
  const name = newProjectName();
  const board = new Board({ only: options.only, signal, write: say, now: Date.now });
  board.say(`project ${name}; if this is killed: npm run e2e -- --clean ${name}`);
  const stage = await openStage({ name, options, target, signal });
  let isTidy = true;
  try {
    await playAll(stage, board);
  } finally {
    if (!options.keep) isTidy = await tidyUp(stage, board);
  }
  if (interrupted.aborted) return 130;
  return board.holds && isTidy ? 0 : 1;
}

/** Aborts at the first Ctrl-C, so that everything is deleted; the second ends the process. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Error("interrupted"));
    });
  }
  return controller.signal;
}

async function playAll(stage: Stage, board: Board): Promise<void> {
  const { options, signal } = stage;
  const circumstances = await circumstancesOf(stage);
  await checkManifests(stage, board);
  const lanes = await Promise.allSettled([
    compareRuns(stage, board),
    checkSchedules(stage, board),
    checkPods(stage, board),
    checkBackfill(stage, board).then(() => checkCommands(stage, board)),
  ]);
  const tables = printTables(board.results, circumstances, new Date());
  process.stdout.write(`${tables}\n`);
  // What was interrupted may fail in any way.
  if (signal.aborted) return;
  for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
  if (options.updateDocs) updateFidelityPage(tables, circumstances.argo);
}

/** False where something is left. */
async function tidyUp({ project, target, options }: Stage, board: Board): Promise<boolean> {
  board.say("deleting all of it …");
  rmSync(project.root, { recursive: true, force: true });
  try {
    await deleteAll(target, options, project.name);
    return true;
  } catch (error) {
    // What went wrong before is not to be hidden by it.
    board.say(`not all is deleted: npm run e2e -- --clean ${project.name}\n${error}`);
    return false;
  }
}

async function deleteAll({ env }: Target, { namespace }: E2eOptions, name: string) {
  // Not stopped by what has stopped the checks.
  const { signal } = new AbortController();
  await cleanUp(new Program(["kubectl"], { env, signal }), namespace, name);
}

function parse(): E2eOptions | undefined {
  try {
    return parseE2eOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return undefined;
  }
}

try {
  const options = parse();
  process.exitCode = options === undefined ? 2 : await main(options);
} catch (error) {
  say(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}

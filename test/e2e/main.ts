// `npm run e2e`: airgo against a real cluster.

import { rmSync } from "node:fs";
import path from "node:path";
import { Board } from "./board.ts";
import { checkBackfill } from "./check-backfill.ts";
import { checkCommands } from "./check-commands.ts";
import { checkManifests } from "./check-manifests.ts";
import { checkPods } from "./check-pods.ts";
import { checkSchedules } from "./check-schedules.ts";
import { cleanUp } from "./clean-up.ts";
import { compareRuns } from "./compare-runs.ts";
import { findE2eDags } from "./e2e-dags.ts";
import { type E2eOptions, parseE2eOptions, USAGE } from "./e2e-options.ts";
import { makeProject } from "./e2e-project.ts";
import { Program } from "./program.ts";
import { newProjectName, openStage, type Stage } from "./stage.ts";
import { findTarget, imageTarget, type Target } from "./target.ts";

const say = (text: string) => void process.stderr.write(text);

async function main(): Promise<number> {
  const options = parseE2eOptions(process.argv.slice(2));
  const { prepare, clean } = options;
  if (prepare !== undefined) return prepareImage(path.resolve(prepare), options);
  const target = findTarget(options, process.env);
  if (clean === undefined) return play(options, target);
  await deleteAll(target, options, clean);
  return 0;
}

async function prepareImage(root: string, options: E2eOptions): Promise<number> {
  const target = imageTarget("airgo-e2e:1", process.env);
  await makeProject({ name: "airgo-e2e", root, target, options, dags: await findE2eDags() });
  say(`build and load the image from ${root}, then: npm run e2e -- --image NAME\n`);
  return 0;
}

async function play(options: E2eOptions, target: Target): Promise<number> {
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => interrupt.abort(new Error("interrupted")));
  }
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(options.minutes * 60_000)]);
  const name = newProjectName();
  const board = new Board({ only: options.only, signal, write: say, now: Date.now });
  board.say(`project ${name}; if this is killed: npm run e2e -- --clean ${name}`);
  const stage = await openStage({ name, options, target, signal });
  try {
    await playAll(stage, board);
  } finally {
    if (!options.keep) await tidyUp(stage, board);
  }
  if (interrupt.signal.aborted) return 130;
  return board.results.some(({ verdict }) => verdict === "failed") ? 1 : 0;
}

async function playAll(stage: Stage, board: Board): Promise<void> {
  await checkManifests(stage, board);
  await Promise.all([
    compareRuns(stage, board),
    checkSchedules(stage, board),
    checkPods(stage, board),
    checkBackfill(stage, board).then(() => checkCommands(stage, board)),
  ]);
}

async function tidyUp({ project, target, options }: Stage, board: Board): Promise<void> {
  board.say("deleting all of it …");
  rmSync(project.root, { recursive: true, force: true });
  await deleteAll(target, options, project.name);
}

async function deleteAll({ env }: Target, { namespace }: E2eOptions, name: string) {
  // Not stopped by what has stopped the checks.
  const { signal } = new AbortController();
  await cleanUp(await Program.find("kubectl", { env, signal }), namespace, name);
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof TypeError ? `${error.message}\n${USAGE}` : `${String(error)}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}

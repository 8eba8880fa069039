// CronWorkflows fire, the pods see the tick, and each concurrency policy does what it says.

import { setTimeout as delay } from "node:timers/promises";
import type { ClusterRun } from "../../src/cluster/cluster.ts";
import { isFinished } from "../../src/cluster/cluster.ts";
import { textAt } from "../../src/cluster/parse-workflow.ts";
import type { Board } from "./board.ts";
import { deploy } from "./rendered-dags.ts";
import { dateIn, endOf } from "./runs.ts";
import { nameOf, type Stage, until } from "./stage.ts";

const MINUTE = 60;

export async function checkSchedules(stage: Stage, board: Board): Promise<void> {
  const check = board.checks("schedules");
  let seen: Promise<PolicyRuns> | undefined;
  const policyRuns = () => {
    seen ??= watchPolicies(stage);
    return seen;
  };
  await Promise.all([
    check("a CronWorkflow fires, and the pod has the tick", () => checkTick(stage)),
    check("Forbid leaves out a tick while a run is active", async () =>
      checkForbid(await policyRuns()),
    ),
    check("Allow lets runs overlap", async () => checkAllow(await policyRuns())),
    check("Replace ends the active run", async () => checkReplace(stage, await policyRuns())),
  ]);
}

async function checkTick(stage: Stage): Promise<string> {
  await deploy(stage, ["ticking"]);
  const run = await firstRun(stage, "ticking");
  await suspend(stage, ["ticking"]);
  const date = dateIn(await endOf(stage, run.name, 3 * MINUTE));
  const tick = tickOf(run).toISOString();
  if (date !== tick) throw new Error(`run ${run.name} of ${tick} saw ${date}`);
  if (!tick.endsWith(":00.000Z")) throw new Error(`${tick} is no tick`);
  if (new Date(run.scheduledTime ?? "").toISOString() !== tick) {
    throw new Error(`run ${run.name} is annotated with ${run.scheduledTime}`);
  }
  return `the pod saw ${date}`;
}

/** The runs of each policy, in the order of their ticks, right after the second tick. */
interface PolicyRuns {
  readonly forbid: readonly ClusterRun[];
  readonly allow: readonly ClusterRun[];
  readonly replace: readonly ClusterRun[];
}

async function watchPolicies(stage: Stage): Promise<PolicyRuns> {
  const dagIds = ["forbid", "allow", "replace"];
  await deploy(stage, dagIds);
  // All three fire at the same ticks, so that one of them shows what the others leave out.
  await until(stage, "second run of the schedule that allows it", {
    seconds: 3 * MINUTE,
    ask: async () => ((await runsOf(stage, "allow")).length > 1 ? true : undefined),
  });
  await delay(8000, undefined, { signal: stage.signal });
  const [forbid = [], allow = [], replace = []] = await Promise.all(
    dagIds.map((dagId) => runsOf(stage, dagId)),
  );
  await suspend(stage, dagIds);
  return { forbid, allow, replace };
}

async function checkForbid({ forbid, allow }: PolicyRuns): Promise<string> {
  const [first, ...more] = forbid;
  if (first === undefined || isFinished(first)) throw new Error("no run was active");
  if (more.length > 0) throw new Error(`there are ${forbid.length} runs`);
  return `one run at ${allow.length} ticks`;
}

async function checkAllow({ allow }: PolicyRuns): Promise<string> {
  const active = allow.filter((run) => !isFinished(run));
  if (active.length < 2) throw new Error(`${active.length} runs are active`);
  return `${active.length} runs at a time`;
}

async function checkReplace({ cluster }: Stage, { replace }: PolicyRuns): Promise<string> {
  const [first, second, ...more] = replace;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new Error(`there are ${replace.length} runs`);
  }
  const shutdown = textAt(await cluster.read(first.name), "spec", "shutdown");
  if (shutdown !== "Terminate") throw new Error(`the first run is ${first.phase}`);
  if (isFinished(second)) throw new Error(`the second run is ${second.phase}`);
  return `the first run is asked to ${shutdown}`;
}

function firstRun(stage: Stage, dagId: string): Promise<ClusterRun> {
  return until(stage, `run of ${dagId}'s schedule`, {
    seconds: 2 * MINUTE + 15,
    ask: async () => (await runsOf(stage, dagId))[0],
  });
}

/** In the order of their ticks. */
async function runsOf(stage: Stage, dagId: string): Promise<ClusterRun[]> {
  const name = nameOf(stage, dagId);
  const runs = await stage.cluster.list([`workflows.argoproj.io/cron-workflow=${name}`]);
  return [...runs].sort((a, b) => tickOf(a).getTime() - tickOf(b).getTime());
}

/** Argo names a run after its tick. */
function tickOf({ name }: ClusterRun): Date {
  return new Date(Number(name.slice(name.lastIndexOf("-") + 1)) * 1000);
}

async function suspend({ kubectl, options, ...stage }: Stage, dagIds: readonly string[]) {
  const names = dagIds.map((dagId) => `cronworkflow/${nameOf(stage, dagId)}`);
  const patch = JSON.stringify({ spec: { suspend: true } });
  const how = ["--namespace", options.namespace, "--type", "merge", "--patch", patch];
  for (const name of names) await kubectl.call(["patch", name, ...how]);
}

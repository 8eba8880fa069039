// The commands that start, watch, stop and try again runs.

import { setTimeout as delay } from "node:timers/promises";
import { fieldsOf, parseClusterRun, textAt } from "../../src/cluster/parse-workflow.ts";
import type { Board } from "./board.ts";
import { deploy } from "./rendered-dags.ts";
import { dateIn, deletePod, endOf, nodeOf, outputIn, runningPod, startRun } from "./runs.ts";
import { nameOf, type Stage } from "./stage.ts";

const LONG = 150;

export async function checkCommands(stage: Stage, board: Board): Promise<void> {
  const check = board.checks("commands");
  await check("submit --wait ends as its run does, with its date and parameters", () =>
    submitAndWait(stage),
  );
  await check("argo submit --from, with and without a date", () => submitFrom(stage));
  await check("stop ends a run", () => stopRun(stage));
  await check("retry runs again what failed, and nothing else", () => retryRun(stage));
  await check("runs --cluster lists them", () => listRuns(stage));
}

async function submitAndWait(stage: Stage): Promise<string> {
  await deploy(stage, ["told", "complaining"]);
  const given = ["--date", "2019-03-07T12:00", "--params", '{"region":"{{workflow.name}} ü"}'];
  const good = await stage.airgo.run(["submit", "--dag-id", "told", "--wait", ...given]);
  if (good.code !== 0) throw new Error(`it ended with ${good.code}: ${good.stderr}`);
  const name = /^run (\S+)$/m.exec(good.stderr)?.[1] ?? "";
  const facts = fieldsOf(outputIn(await stage.cluster.read(name), "one"));
  const { executionDate, params } = facts;
  const seen = JSON.stringify({ executionDate, params });
  const wanted =
    '{"executionDate":"2019-03-07T12:00:00.000Z","params":{"region":"{{workflow.name}} ü","limit":3}}';
  if (seen !== wanted) throw new Error(`the task saw ${seen}`);
  const bad = await stage.airgo.run(["submit", "--dag-id", "complaining", "--wait"]);
  if (bad.code !== 1) throw new Error(`a failed run ended with ${bad.code}`);
  if (!bad.stdout.concat(bad.stderr).includes("the cellar is full of water")) {
    throw new Error(`it does not say why: ${bad.stdout}${bad.stderr}`);
  }
  return "exit codes 0 and 1";
}

async function submitFrom(stage: Stage): Promise<string> {
  await deploy(stage, ["daily"]);
  const submit = async (from: string, ...more: readonly string[]) => {
    const where = ["--namespace", stage.options.namespace, "--output", "name"];
    const resource = `${from}/${nameOf(stage, "daily")}`;
    return (await stage.argo.call(["submit", "--from", resource, ...where, ...more])).trim();
  };
  const override = ["-p", "creationTimestampOverride=2019-03-07T00:00:00+01:00"];
  const dated = await submit("cronwf", ...override);
  const undated = await submit("cronwf");
  const template = await submit("workflowtemplate", ...override);
  for (const name of [dated, template]) {
    const date = dateIn(await endOf(stage, name, LONG));
    if (date !== "2019-03-06T23:00:00.000Z") throw new Error(`run ${name} saw ${date}`);
  }
  const run = await endOf(stage, undated, LONG);
  const distance = Math.abs(Date.parse(dateIn(run)) - Date.parse(parseClusterRun(run).createdAt));
  if (distance > 5000) throw new Error(`run ${undated} saw ${dateIn(run)}`);
  return "cronwf/ and workflowtemplate/";
}

async function stopRun(stage: Stage): Promise<string> {
  await deploy(stage, ["stopped"]);
  const name = await startRun(stage, { dagId: "stopped" });
  const pod = await runningPod(stage, name);
  await stage.airgo.call(["stop", name]);
  // Without exec the signal reaches no process, and Argo waits for the pod's end.
  if (stage.target.kind === "lab") await deletePod(stage, pod);
  const run = await endOf(stage, name, LONG);
  const { phase, message } = parseClusterRun(run);
  if (phase !== "Failed") throw new Error(`run ${name} is ${phase}: ${message}`);
  return `Failed: ${message}; its task: ${nodeOf(run, "waits")?.message}`;
}

async function retryRun(stage: Stage): Promise<string> {
  await deploy(stage, ["hasty"]);
  const notBefore = Date.now() + 75_000;
  const params = { notBefore: new Date(notBefore).toISOString() };
  const name = await startRun(stage, { dagId: "hasty", params });
  const first = await endOf(stage, name, LONG);
  if (parseClusterRun(first).phase !== "Failed") throw new Error("the first time did not fail");
  await delay(Math.max(0, notBefore - Date.now()), undefined, { signal: stage.signal });
  await stage.airgo.call(["retry", name]);
  const second = await endOf(stage, name, LONG);
  const { phase, message } = parseClusterRun(second);
  if (phase !== "Succeeded") throw new Error(`run ${name} is ${phase}: ${message}`);
  const [before, after] = [first, second].map((run) => outputIn(run, "moment"));
  if (before !== after) throw new Error("what had succeeded ran again");
  return "from the task that failed";
}

async function listRuns(stage: Stage): Promise<string> {
  const printed = await stage.airgo.call(["runs", "--cluster", "--json"]);
  const lines: unknown[] = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const listed = new Set(lines.map((line) => textAt(line, "name")));
  const runs = await stage.cluster.list([`airgo/project=${stage.project.name}`]);
  const missing = runs.filter(
    ({ name, finishedAt }) => finishedAt !== undefined && !listed.has(name),
  );
  if (missing.length > 0) throw new Error(`not listed: ${missing.map(({ name }) => name)}`);
  return `${listed.size} runs`;
}

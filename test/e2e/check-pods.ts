// What the people of a cluster see of a pod, and what becomes of a task whose pod goes.

import { readFile } from "node:fs/promises";
import { parseClusterRun } from "../../src/cluster/parse-workflow.ts";
import { type Board, Skip } from "./board.ts";
import { deploy } from "./rendered-dags.ts";
import { deletePod, endOf, nodeOf, type RunningPod, runningPod, startRun } from "./runs.ts";
import { type Stage, until } from "./stage.ts";

const LONG = 150;

export async function checkPods(stage: Stage, board: Board): Promise<void> {
  const check = board.checks("pods");
  await Promise.all([
    check("a deleted pod: SIGTERM, the signal aborts, the next attempt starts", () =>
      losePod(stage),
    ),
    check("argo stop: the signal aborts, exit code 143", () => stopPod(stage)),
    check("progress is shown on the node", () => showProgress(stage)),
    check("the error's first line is shown on the node", () => showMessage(stage)),
  ]);
}

async function losePod(stage: Stage): Promise<string> {
  await deploy(stage, ["killed"]);
  const name = await startRun(stage, { dagId: "killed" });
  const pod = await runningPod(stage, name);
  const log = followLog(stage, pod);
  await log.until("waiting");
  await deletePod(stage, pod);
  await log.until("the signal aborted");
  await log.until("was asked to stop");
  const run = await endOf(stage, name, LONG);
  const { phase, message } = parseClusterRun(run);
  if (phase !== "Succeeded") throw new Error(`run ${name} is ${phase}: ${message}`);
  const attempts = nodeOf(run, "waits")?.children.length;
  if (attempts !== 2) throw new Error(`there were ${attempts} attempts`);
  const first = nodeOf(run, "waits(0)");
  return `first attempt ${first?.phase}: ${first?.message}`;
}

async function stopPod(stage: Stage): Promise<string> {
  if (stage.target.kind === "lab") throw new Skip("a lab has no exec, through which Argo signals");
  await deploy(stage, ["stopped"]);
  const name = await startRun(stage, { dagId: "stopped" });
  const pod = await runningPod(stage, name);
  const log = followLog(stage, pod);
  await stage.airgo.call(["stop", name]);
  await log.until("the signal aborted");
  const code = await until(stage, `end of pod ${pod.name}`, {
    seconds: LONG,
    ask: async () => (await exitCodeOf(stage, pod)) || undefined,
  });
  if (code !== "143") throw new Error(`exit code ${code}`);
  return `exit code ${code}`;
}

/** Of the main container; empty while it runs. */
function exitCodeOf({ kubectl, options }: Stage, { name }: RunningPod): Promise<string> {
  const state = '.status.containerStatuses[?(@.name=="main")].state.terminated.exitCode';
  const what = ["pod", name, "--namespace", options.namespace];
  return kubectl.call(["get", ...what, "--output", `jsonpath={${state}}`]);
}

async function showProgress(stage: Stage): Promise<string> {
  await deploy(stage, ["progressing"]);
  const name = await startRun(stage, { dagId: "progressing" });
  const shown = await until(stage, "progress on the node", {
    seconds: LONG,
    ask: async () => {
      const run = await stage.cluster.read(name);
      const { phase } = parseClusterRun(run);
      if (phase === "Succeeded") throw new Error("the run ended before any was shown");
      const progress = nodeOf(run, "counts")?.progress;
      return progress === undefined || progress === "0/1" ? undefined : progress;
    },
  });
  if (shown !== "7/10") throw new Error(`the node shows ${shown}`);
  return shown;
}

async function showMessage(stage: Stage): Promise<string> {
  await deploy(stage, ["complaining"]);
  const name = await startRun(stage, { dagId: "complaining" });
  const message = nodeOf(await endOf(stage, name, LONG), "complains")?.message ?? "nothing";
  if (!message.includes("the cellar is full of water") || message.includes("for the log")) {
    throw new Error(`the node says ${message}`);
  }
  return message;
}

interface FollowedLog {
  /** Resolves when the text was printed. */
  until(text: string): Promise<unknown>;
}

/** What a pod's main container prints, also while the pod is going. */
function followLog(stage: Stage, pod: RunningPod): FollowedLog {
  const { target, cluster, signal } = stage;
  const file = target.logFile(pod.uid);
  let printed = "";
  if (file === undefined) {
    const follow = async () => {
      const lines = cluster.logs({ workflow: "", pod: pod.name, signal });
      for await (const line of lines) printed += `${line}\n`;
    };
    void follow();
  }
  const read = async () => (file === undefined ? printed : await readFile(file, "utf8"));
  return {
    until: (text) =>
      until(stage, `"${text}" in the log`, {
        seconds: 60,
        ask: async () => ((await read()).includes(text) ? text : undefined),
      }),
  };
}

import { decodeValue, encodeValue } from "../../runtime/codec.ts";
import { isFinished } from "../../src/cluster/cluster.ts";
import { compileManualRun } from "../../src/cluster/compile-run.ts";
import { listOf, parseClusterRun, textAt, valueAt } from "../../src/cluster/parse-workflow.ts";
import { parseNodes, type WorkflowNode } from "../../src/cluster/workflow-nodes.ts";
import { nameOf, type Stage, until } from "./stage.ts";

export interface RunRequest {
  readonly dagId: string;
  readonly executionDate?: Date;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Creates a run of a deployed DAG, as `airgo submit` does, and returns its name. */
export async function startRun(stage: Stage, request: RunRequest): Promise<string> {
  const { dagId, executionDate, params } = request;
  const { project, options, cluster } = stage;
  const run = compileManualRun({
    projectName: project.name,
    dagId,
    namespace: options.namespace,
    templateName: nameOf(stage, dagId),
    executionDate,
    params: params === undefined ? undefined : encodeValue(params),
  });
  const { created } = await cluster.create([run]);
  const [name] = created;
  if (name === undefined) throw new Error(`no run of "${dagId}" was created`);
  return name;
}

/** The run, once it has ended. */
export function endOf(stage: Stage, name: string, seconds: number): Promise<unknown> {
  return until(stage, `end of run ${name}`, {
    seconds,
    ask: async () => {
      const workflow = await stage.cluster.read(name);
      return isFinished(parseClusterRun(workflow)) ? workflow : undefined;
    },
  });
}

export interface RunningPod {
  readonly name: string;
  readonly uid: string;
}

/** A pod of the run, once the controller knows that it runs: one that goes earlier is made again as the same attempt. */
export async function runningPod(stage: Stage, run: string): Promise<RunningPod> {
  await until(stage, `running task of ${run}`, {
    seconds: 120,
    ask: async () => {
      const nodes = [...parseNodes(await stage.cluster.read(run)).values()];
      return nodes.find(({ type, phase }) => type === "Pod" && phase === "Running");
    },
  });
  const [pod] = await podsOf(stage, run);
  if (pod === undefined) throw new Error(`run ${run} has no pod`);
  return pod;
}

async function podsOf({ kubectl, options }: Stage, run: string): Promise<RunningPod[]> {
  const selector = `workflows.argoproj.io/workflow=${run}`;
  const where = ["--namespace", options.namespace, "--selector", selector, "--output", "json"];
  const pods = listOf(valueAt(await kubectl.json(["get", "pods", ...where]), "items"));
  return pods.map((pod) => ({
    name: textAt(pod, "metadata", "name") ?? "",
    uid: textAt(pod, "metadata", "uid") ?? "",
  }));
}

/** Deletes the pod, with its grace period. */
export async function deletePod({ kubectl, options }: Stage, { name }: RunningPod): Promise<void> {
  await kubectl.call(["delete", "pod", name, "--namespace", options.namespace]);
}

/** What the task "date" put out. @throws Error where the run has not succeeded */
export function dateIn(workflow: unknown): string {
  const { name, phase, message } = parseClusterRun(workflow);
  if (phase !== "Succeeded") throw new Error(`run ${name} is ${phase}: ${message}`);
  return String(outputIn(workflow, "date"));
}

/** What a task returned; undefined where it put nothing out. */
export function outputIn(workflow: unknown, taskId: string): unknown {
  const text = nodeOf(workflow, taskId)?.outputs.get("return_value");
  return text === undefined ? undefined : decodeValue(text);
}

/** The node of a task, or of an attempt such as `task(0)`. */
export function nodeOf(workflow: unknown, displayName: string): WorkflowNode | undefined {
  return [...parseNodes(workflow).values()].find((node) => node.displayName === displayName);
}

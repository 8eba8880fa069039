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

/** A pod of the run, once its main container runs. */
export function runningPod(stage: Stage, run: string): Promise<RunningPod> {
  const { kubectl, options } = stage;
  const selector = `workflows.argoproj.io/workflow=${run}`;
  const where = ["--namespace", options.namespace, "--selector", selector, "--output", "json"];
  return until(stage, `running pod of ${run}`, {
    seconds: 120,
    ask: async () => {
      const pods = listOf(valueAt(await kubectl.json(["get", "pods", ...where]), "items"));
      const pod = pods.find((candidate) => textAt(candidate, "status", "phase") === "Running");
      const [name, uid] = [textAt(pod, "metadata", "name"), textAt(pod, "metadata", "uid")];
      return name === undefined || uid === undefined ? undefined : { name, uid };
    },
  });
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

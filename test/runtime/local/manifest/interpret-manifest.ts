// A naive controller: reads a rendered WorkflowTemplate and plays scripted pods, looking at every task again and again
// until nothing changes. What it needs of the scripts is what a container would do: files and an exit code.

import type { ArgoTemplate, DagTask, WorkflowTemplate } from "../../../../src/render/argo-types.ts";
import { evaluateText, mentioned } from "./evaluate-text.ts";

/** What a container does. */
export interface PodResult {
  readonly exit: number;
  /** Files by output parameter. */
  readonly files: Readonly<Record<string, string>>;
}

/** One attempt, from 0, as `{{retries}}` counts. */
export type PlayPod = (pod: {
  readonly task: string;
  readonly retries: number;
  readonly item: string | undefined;
}) => PodResult;

/** What became of a task. */
export interface Node {
  readonly phase: string;
  readonly attempts: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Arguments by input parameter, without the item. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly items: readonly {
    readonly phase: string;
    readonly attempts: number;
    readonly item: string;
  }[];
}

export interface Interpreted {
  readonly phase: string;
  readonly nodes: ReadonlyMap<string, Node>;
}

export function interpretManifest({ spec }: WorkflowTemplate, play: PlayPod): Interpreted {
  const templates = new Map(spec.templates.map((template) => [template.name, template]));
  const tasks = templates.get(spec.entrypoint)?.dag?.tasks ?? [];
  const nodes = new Map<string, Node>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const task of tasks) {
      const upstream = mentioned(task.depends ?? "");
      if (nodes.has(task.name) || !upstream.every((name) => nodes.has(name))) continue;
      const template = templates.get(task.template ?? "");
      if (template === undefined) throw new Error(`task ${task.name} has no template`);
      nodes.set(task.name, runTask(task, { template, templates, tasks, nodes, play }));
      changed = true;
    }
  }
  return { phase: assess(tasks, nodes), nodes };
}

interface Run {
  readonly template: ArgoTemplate;
  readonly templates: ReadonlyMap<string | undefined, ArgoTemplate>;
  readonly tasks: readonly DagTask[];
  readonly nodes: ReadonlyMap<string, Node>;
  readonly play: PlayPod;
}

const WORDS: Readonly<Record<string, string>> = { Errored: "Error" };

function runTask(task: DagTask, run: Run): Node {
  const ended = { attempts: 0, outputs: {}, inputs: {}, items: [] };
  const { depends, when } = task;
  const isPhase = (name: string, word: string) =>
    run.nodes.get(name)?.phase === (WORDS[word] ?? word);
  if (depends !== undefined && !evaluateText(depends, isPhase))
    return { ...ended, phase: "Omitted" };
  const noWords = () => {
    throw new Error("`when` compares texts only");
  };
  if (when !== undefined && !evaluateText(substitute(when, run), noWords)) {
    return { ...ended, phase: "Skipped" };
  }
  const inputs: Record<string, string> = {};
  for (const { name, value = "" } of task.arguments?.parameters ?? []) {
    if (name.startsWith("in-")) inputs[name.slice(3)] = substitute(String(value), run);
  }
  if (task.withParam === undefined)
    return { ...runPod(task.name, undefined, run), inputs, items: [] };
  const items: unknown = JSON.parse(substitute(task.withParam, run));
  if (items !== null && !Array.isArray(items)) return { ...ended, phase: "Error" };
  if (items === null || items.length === 0) return { ...ended, phase: "Skipped" };
  return { ...runGroup(task.name, items.map(String), run), inputs };
}

const TAG = /\{\{tasks\.([-a-z0-9]+)\.(?:status|outputs\.parameters\.([-\w]+))\}\}/g;

function substitute(text: string, { nodes, templates, tasks }: Run): string {
  return text.replace(TAG, (tag, name: string, parameter: string | undefined) => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`${tag} is of a task that has no node`);
    if (parameter === undefined) return node.phase;
    const producer = templates.get(tasks.find((task) => task.name === name)?.template);
    const neverRan = node.phase === "Skipped" || node.phase === "Omitted";
    const value =
      node.outputs[parameter] ?? (neverRan ? defaultOf(producer, parameter) : undefined);
    if (value === undefined) throw new Error(`${tag} would wait for ever`);
    return value;
  });
}

function defaultOf(template: ArgoTemplate | undefined, parameter: string): string | undefined {
  const output = template?.outputs?.parameters?.find(({ name }) => name === parameter);
  return output?.valueFrom?.default;
}

type Pod = Pick<Node, "phase" | "attempts" | "outputs">;

function runPod(task: string, item: string | undefined, { template, play }: Run): Pod {
  const limit = Number(template.retryStrategy?.limit ?? 0);
  for (let retries = 0; ; retries++) {
    const { exit, files } = play({ task, retries, item });
    const { outputs, missing } = collect(template, files);
    const phase = exit !== 0 ? "Failed" : missing ? "Error" : "Succeeded";
    // retryPolicy Always, expression: lastRetry.exitCode != '99'
    if (phase === "Succeeded" || exit === 99 || retries >= limit) {
      return { phase, attempts: retries + 1, outputs };
    }
  }
}

function collect(template: ArgoTemplate, files: Readonly<Record<string, string>>) {
  const outputs: Record<string, string> = {};
  let missing = false;
  for (const { name, valueFrom } of template.outputs?.parameters ?? []) {
    const text = files[valueFrom?.path?.split("/").at(-1) ?? ""] ?? valueFrom?.default;
    if (text === undefined) missing = true;
    else outputs[name] = text;
  }
  return { outputs, missing };
}

function runGroup(task: string, items: readonly string[], run: Run): Omit<Node, "inputs"> {
  const pods = items.map((item) => ({ item, ...runPod(task, item, run) }));
  const failed = pods.filter((pod) => pod.phase !== "Succeeded");
  const good = pods.filter((pod) => pod.phase === "Succeeded");
  const names = new Set(good.flatMap((pod) => Object.keys(pod.outputs)));
  // The runtime's texts begin with "json:", so that the controller keeps them as strings.
  const gathered = [...names].map((name) => [
    name,
    JSON.stringify(good.map((pod) => pod.outputs[name])),
  ]);
  return {
    phase: failed.at(-1)?.phase ?? "Succeeded",
    attempts: pods.reduce((sum, pod) => sum + pod.attempts, 0),
    outputs: Object.fromEntries(gathered),
    items: pods.map(({ item, phase, attempts }) => ({ item, phase, attempts })),
  };
}

/** Walks every branch to its leaf with the last phase that completed on it; a failure wins, the last leaf by name stays. */
function assess(tasks: readonly DagTask[], nodes: ReadonlyMap<string, Node>): string {
  const below = (name: string) =>
    tasks.filter((task) => mentioned(task.depends ?? "").includes(name));
  const leaves = new Map<string, string>();
  const walk = (name: string, branch: string): void => {
    const { phase = "" } = nodes.get(name) ?? {};
    const last = ["Succeeded", "Failed", "Error"].includes(phase) ? phase : branch;
    for (const task of below(name)) walk(task.name, last);
    if (below(name).length > 0) return;
    const known = leaves.get(name);
    if (known === undefined || known === "Succeeded") leaves.set(name, last);
  };
  for (const task of tasks) if (task.depends === undefined) walk(task.name, "Succeeded");
  const failed = [...leaves]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, phase]) => phase !== "Succeeded");
  return failed.at(-1)?.[1] ?? "Succeeded";
}

// What the containers of a case would do, in the wire format that the documentation of the codec describes.

import type { WorkflowTemplate } from "../../../../src/render/argo-types.ts";
import {
  type CaseTask,
  type ConformanceCase,
  chosenBy,
  type Step,
} from "../../../conformance/conformance-case.ts";
import type { PlayPod } from "./interpret-manifest.ts";

export function scriptedPods({ tasks }: ConformanceCase, manifest: WorkflowTemplate): PlayPod {
  const lists = fannedOver(manifest);
  return ({ task: id, retries, item }) => {
    const task = tasks.find((candidate) => candidate.id === id);
    const step = task?.script?.[Math.min(retries, task.script.length - 1)];
    if (task === undefined || step === undefined) throw new Error(`no script for ${id}`);
    const { exit = 0 } = step;
    if (exit !== 0) return { exit, files: {} };
    return {
      exit,
      files: { ...valueFiles(task, step, { item, lists }), ...wayFiles(task, step, tasks) },
    };
  };
}

/** The outputs that a `withParam` reads, as `task.output`. */
function fannedOver({ spec }: WorkflowTemplate): ReadonlySet<string> {
  const tags = spec.templates
    .flatMap(({ dag }) => dag?.tasks ?? [])
    .map(({ withParam }) => withParam);
  return new Set(
    tags.map(
      (tag) => tag?.replace(/^\{\{tasks\.(.*)\.outputs\.parameters\.(.*)\}\}$/, "$1.$2") ?? "",
    ),
  );
}

interface Form {
  readonly item: string | undefined;
  readonly lists: ReadonlySet<string>;
}

function valueFiles(task: CaseTask, step: Step, { item, lists }: Form): Record<string, string> {
  const [name] = task.outputs ?? [];
  if (name === undefined) return {};
  if (item !== undefined) return { [name]: `json:{"echo":${item.replace(/^json:/, "")}}` };
  const value = step.outputs?.[name];
  if (!lists.has(`${task.id}.${name}`)) return { [name]: JSON.stringify(value) };
  const items = Array.isArray(value) ? value : [];
  return { [name]: JSON.stringify(items.map((each) => JSON.stringify(each))) };
}

function wayFiles(task: CaseTask, step: Step, tasks: readonly CaseTask[]): Record<string, string> {
  if (task.kind === "short-circuit") return { short_circuit: String(step.stop ?? false) };
  if (task.kind !== "branch") return {};
  const below = tasks.filter(({ upstream }) => upstream.includes(task.id));
  const ways = below.map(({ id, branches }) => {
    const wanted = branches?.[task.id];
    const isChosen = wanted === undefined || wanted.some((way) => chosenBy(step).includes(way));
    return [`to_${id}`, String(isChosen)];
  });
  return Object.fromEntries(ways);
}

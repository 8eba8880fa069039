// A user's own graphs: what their tasks wait for (workflow/validate/validate.go: validateDAG).

import { didYouMean } from "../core/did-you-mean.ts";
import { type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

// workflow/common/ancestry.go: taskNameRegex, TaskResult
const REFERENCE = /([a-zA-Z0-9][-a-zA-Z0-9]*?)\.([A-Z][a-zA-Z]+)|[a-zA-Z0-9][-a-zA-Z0-9]*/g;
const RESULTS = ["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned"];
const RESULTS_OF_ITEMS = ["AnySucceeded", "AllFailed"];
const ITEMS = ["withItems", "withParam", "withSequence"];

type Complaint = Pick<Refusal, "message" | "hint">;

export function* checkDependencies(template: Place): Iterable<Refusal> {
  const tasks = new Map<string, unknown>();
  for (const { value } of placesAt(template, "dag.tasks.*")) {
    if (isMap(value)) tasks.set(String(value.name), value);
  }
  for (const { value, path } of placesAt(template, "dag.tasks.*.dependencies.*")) {
    const complaint = complaintOf(tasks, String(value));
    if (complaint !== undefined) yield { path, ...complaint };
  }
  for (const { value, path } of placesAt(template, "dag.tasks.*.depends")) {
    for (const [whole, task = whole, result] of String(value).matchAll(REFERENCE)) {
      const complaint = complaintOf(tasks, task, result);
      if (complaint !== undefined) yield { path, ...complaint };
    }
  }
}

function complaintOf(
  tasks: ReadonlyMap<string, unknown>,
  name: string,
  result = "Succeeded",
): Complaint | undefined {
  if (tasks.has(name)) return resultComplaint(tasks.get(name), name, result);
  const message = `names the task "${name}", which there is not`;
  return { message, hint: didYouMean(name, tasks.keys()) || "write it under dag.tasks" };
}

function resultComplaint(task: unknown, name: string, result: string): Complaint | undefined {
  if (RESULTS.includes(result)) return undefined;
  if (!RESULTS_OF_ITEMS.includes(result)) {
    const message = `waits for ${name}.${result}, which there is not`;
    return { message, hint: `write one of ${[...RESULTS, ...RESULTS_OF_ITEMS].join(", ")}` };
  }
  if (isMap(task) && ITEMS.some((field) => task[field] !== undefined)) return undefined;
  const message = `waits for ${name}.${result}, which only tasks with items have`;
  return { message, hint: `write ${name}.${result.replace(/^A[a-z]+/, "")}` };
}

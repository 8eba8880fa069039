// The texts that a user gives a DAG and its tasks, and that stand in the manifest.

import type { DagSpec, TaskSpec } from "../core/spec.ts";
import { wrongCharacter } from "./check-texts.ts";
import type { Complaint } from "./finding.ts";

// The kernel's MAX_ARG_STRLEN, with the end of the text.
const MAX_VARIABLE_BYTES = 128 * 1024 - 1;
const BRACES_HINT = "take the braces out, or say argoExpressions: true if Argo is meant to";

export function* dagTexts(spec: DagSpec): Iterable<Complaint> {
  if (spec.argoExpressions) return;
  for (const [name, text] of Object.entries(textsOf(spec))) {
    if (!text.includes("{{")) continue;
    yield { message: `${name} holds "{{", which Argo would substitute`, hint: BRACES_HINT };
  }
}

function textsOf({ description = "", labels, annotations }: DagSpec) {
  return { description, ...labels, ...annotations };
}

export function* taskTexts({ tasks }: DagSpec): Iterable<Complaint> {
  for (const [task, name, text] of parametersOf(tasks)) {
    if (task.argoExpressions || !text.includes("{{")) continue;
    const message = `parameter ${name} holds "{{", which Argo would substitute`;
    yield { task, message, hint: BRACES_HINT };
  }
}

export function* variableSizes({ tasks }: DagSpec): Iterable<Complaint> {
  for (const [task, name, value] of parametersOf(tasks)) {
    const bytes = Buffer.byteLength(`${name}=${value}`);
    if (bytes <= MAX_VARIABLE_BYTES) continue;
    yield {
      task,
      message: `parameter ${name} has ${bytes} bytes; a container with a variable above 128 KiB does not start`,
      hint: "put the value into the image, or let an upstream task put it out",
    };
  }
}

export function* variableTexts({ tasks }: DagSpec): Iterable<Complaint> {
  for (const [task, name, value] of parametersOf(tasks)) {
    const wrong = wrongCharacter(value);
    if (wrong === undefined) continue;
    const message = `parameter ${name} ${wrong}`;
    yield { task, message, hint: "encode the value, for example in Base64" };
  }
}

export function* dagCharacters(spec: DagSpec): Iterable<Complaint> {
  for (const [name, text] of Object.entries(textsOf(spec))) {
    const wrong = wrongCharacter(text);
    if (wrong !== undefined) yield { message: `${name} ${wrong}`, hint: "take it out" };
  }
}

function* parametersOf(
  tasks: readonly TaskSpec[],
): Iterable<readonly [task: TaskSpec, name: string, value: string]> {
  for (const task of tasks) {
    for (const name in task.parameters) yield [task, name, task.parameters[name] ?? ""];
  }
}

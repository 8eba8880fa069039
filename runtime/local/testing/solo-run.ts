// A task without its DAG: its inputs come from one stand-in for all of its upstreams.

import { didYouMean } from "../../../src/core/did-you-mean.ts";
import { AirgoError } from "../../../src/core/errors.ts";
import { parseTaskId, type TaskId } from "../../../src/core/names.ts";
import type { DagSpec, TaskSpec } from "../../../src/core/spec.ts";
import { encodeOutput } from "../../codec.ts";
import { NO_TEXTS, type TaskOutcome } from "../run-outcome.ts";

/** What a test gives a task. */
export interface GivenInputs {
  /** Values by argument; only arguments that are references. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The item, where the task is mapped. */
  readonly item?: unknown;
}

export interface SoloRun {
  readonly spec: DagSpec;
  /** How the stand-in "ended". */
  readonly recorded: ReadonlyMap<TaskId, TaskOutcome>;
}

/** @throws AirgoError `missing-input` and `unknown-option` where what is given is not what the task takes */
export function soloRun(dag: DagSpec, task: TaskSpec, given: GivenInputs): SoloRun {
  checkNames(task, given);
  // Never the task's own id: it is longer, or cut.
  const standIn = parseTaskId(`${task.taskId.slice(0, 40)}-upstreams`);
  const texts = new Map<string, string>();
  const inputs = task.inputs.map((input) => {
    const text = inputText(task, input, given.inputs);
    // An argument's name cannot be an output's: so no two meet.
    texts.set(`in-${input.name}`, text);
    return { ...input, from: { taskId: standIn, output: `in-${input.name}` } };
  });
  if (task.over !== undefined) texts.set("item", itemText(task, given));
  const over = task.over && { taskId: standIn, output: "item" };
  const alone = { upstream: [], downstream: [], gates: [], triggerRule: "all_success" } as const;
  const ended = { taskId: standIn, phase: "Succeeded", attempts: 0, inputs: NO_TEXTS } as const;
  return {
    spec: { ...dag, tasks: [{ ...task, ...alone, inputs, over }] },
    recorded: new Map([[standIn, { ...ended, outputs: texts }]]),
  };
}

function checkNames(task: TaskSpec, { inputs }: GivenInputs): void {
  const names = task.inputs.map((input) => input.name);
  const unknown = Object.keys(inputs).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const has = names.length === 0 ? "It takes none" : `It takes ${names.join(", ")}`;
  throw new AirgoError("unknown-option", `task "${task.taskId}" takes no input "${unknown}"`, {
    hint: `${didYouMean(unknown, names)} ${has}; an argument that is a literal stays as it is`.trim(),
    taskId: task.taskId,
  });
}

function inputText(
  { taskId }: TaskSpec,
  { name, form }: TaskSpec["inputs"][number],
  inputs: Readonly<Record<string, unknown>>,
): string {
  const value = inputs[name];
  const subject = `input "${name}" of task "${taskId}"`;
  if (value === undefined) {
    throw new AirgoError("missing-input", `${subject} is not given`, {
      hint: `give it a value: inputs: { ${name}: … }; null where its upstream was skipped`,
      taskId,
    });
  }
  if (value === null) return "null";
  // A fan-in arrives as a list of the items' texts, as a list to fan out over does.
  return encodeOutput(value, form === "mapped" ? "list" : form, { subject, taskId });
}

function itemText({ taskId }: TaskSpec, { item }: GivenInputs): string {
  if (item === undefined) {
    throw new AirgoError("missing-input", `task "${taskId}" is mapped, and no item is given`, {
      hint: "give one: item: …",
      taskId,
    });
  }
  return encodeOutput([item], "list", { subject: `the item of task "${taskId}"`, taskId });
}

// The files through which Argo and a pod speak: inputs and the item as raw artifacts, outputs as parameters.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AirgoError } from "../../src/core/errors.ts";
import type { PickedTask } from "../../src/core/pick-task.ts";
import type { AttemptInput } from "../attempt.ts";
import { isError } from "../is-error.ts";
import { setText } from "./parse-pod-request.ts";

/** Whose files they are, for the words of errors. */
export interface TaskName {
  readonly dagId: string;
  readonly taskId: string;
}

/** @throws AirgoError `missing-input` */
export function readInputs(dir: string, picked: PickedTask, name: TaskName): AttemptInput[] {
  return picked.inputs.map((input) => ({
    ...input,
    text: readInput(join(dir, `in-${input.name}`), `input "${input.name}"`, name),
  }));
}

/** @throws AirgoError `missing-input` */
export function readItem(dir: string, picked: PickedTask, name: TaskName): string | undefined {
  return picked.mapped ? readInput(join(dir, "item"), "the item", name) : undefined;
}

function readInput(file: string, what: string, { dagId, taskId }: TaskName): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new AirgoError(
      "missing-input",
      `${what} of task "${taskId}" of DAG "${dagId}" cannot be read: ${messageOf(error)}`,
      {
        hint: "the manifest gives it as a raw artifact; render and deploy the manifests that belong to this image",
        dagId,
        taskId,
        cause: error,
      },
    );
  }
}

/** The run's own parameters; none where the file is missing or Argo left its tag. */
export function readParams(dir: string, { dagId, taskId }: TaskName): object {
  const text = setText(readOptional(join(dir, "params")));
  if (text === undefined) return {};
  const params = parseJson(text);
  if (typeof params === "object" && params !== null && !Array.isArray(params)) return params;
  throw new AirgoError("undecodable-value", `the run's params are no JSON object: ${text}`, {
    hint: `give an object: --params '{"key": "value"}'`,
    dagId,
    taskId,
  });
}

/** The item's place in its fan-out, from Argo's name of the pod's node, such as `each(2:ITEM)`; -1 where it is none. */
export function readMapIndex(dir: string): number {
  const [, index] = /^[^(]*\((\d+):/.exec(readOptional(join(dir, "name")) ?? "") ?? [];
  return index === undefined ? -1 : Number(index);
}

function readOptional(file: string): string | undefined {
  // An error of a missing file would cost more than all the others' reading.
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes each output whole, before the process ends.
 *
 * @throws AirgoError `missing-output`
 */
export function writeOutputs(
  dir: string,
  texts: ReadonlyMap<string, string>,
  { dagId, taskId }: TaskName,
): void {
  if (texts.size === 0) return;
  try {
    mkdirSync(dir, { recursive: true });
    // Argo reads them once the process has ended, so none needs to be put in its place whole.
    for (const [name, text] of texts) writeFileSync(join(dir, name), text);
  } catch (error) {
    throw new AirgoError(
      "missing-output",
      `the outputs of task "${taskId}" of DAG "${dagId}" cannot be written: ${messageOf(error)}`,
      {
        hint: `${dir} must be writable; where the root file system is read-only, mount an emptyDir at /tmp`,
        dagId,
        taskId,
        cause: error,
      },
    );
  }
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

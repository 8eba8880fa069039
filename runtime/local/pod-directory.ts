// What Argo puts into a pod and takes out of it, as files below one directory.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatRfc3339 } from "../../src/core/dates.ts";
import type { OutputSpec } from "../../src/core/spec.ts";
import type { AttemptRequest } from "./attempt-runner.ts";
import type { RunIdentity } from "./run-identity.ts";
import type { Texts } from "./run-outcome.ts";

export interface PodDirectory {
  writeInputs(request: AttemptRequest, run: RunIdentity): Promise<void>;
  readOutputs(declared: readonly OutputSpec[]): Promise<Texts>;
  /** The termination message; empty where there is none. */
  readMessage(): Promise<string>;
}

export function podDirectory(root: string): PodDirectory {
  const { inputs, outputs, temporary, message } = podPaths(root);
  return {
    async writeInputs(request, run) {
      for (const directory of [inputs, outputs, temporary]) await mkdir(directory);
      for (const [name, text] of inputFiles(request, run)) {
        await writeFile(path.join(inputs, name), text);
      }
    },
    async readOutputs(declared) {
      const texts = new Map<string, string>();
      for (const { parameter } of declared) {
        const text = await readIfThere(path.join(outputs, parameter));
        if (text !== undefined) texts.set(parameter, text);
      }
      return texts;
    },
    readMessage: async () => (await readIfThere(message)) ?? "",
  };
}

export function podPaths(root: string) {
  return {
    inputs: path.join(root, "in"),
    outputs: path.join(root, "out"),
    temporary: path.join(root, "tmp"),
    message: path.join(root, "termination-log"),
    progress: path.join(root, "progress"),
  };
}

function* inputFiles(request: AttemptRequest, run: RunIdentity): Generator<[string, string]> {
  const { taskId, mapIndex, item, inputs } = request;
  yield ["params", run.params];
  // As Argo names the nodes of a fan-out: the item's own parentheses are dropped.
  yield [
    "name",
    item === undefined ? taskId : `${taskId}(${mapIndex}:${item.replace(/[()]/g, "")})`,
  ];
  if (item !== undefined) yield ["item", item];
  for (const { name, text } of inputs) yield [`in-${name}`, text];
}

/** The environment that the manifest gives the pod, without what its image and its container template add. */
export function podEnvironment(
  { taskId, tryNumber, task }: AttemptRequest,
  { dagId, runId, executionDate }: RunIdentity,
  root: string,
): Record<string, string> {
  const { inputs, outputs, temporary, message, progress } = podPaths(root);
  return {
    ...task.parameters,
    TASK_ID: taskId,
    DAG_ID: dagId,
    CREATION_TIMESTAMP: formatRfc3339(executionDate),
    AIRGO_RUN_ID: runId,
    AIRGO_RETRIES: String(tryNumber - 1),
    ARGO_PROGRESS_FILE: progress,
    AIRGO_POD_IN_DIR: inputs,
    AIRGO_POD_OUT_DIR: outputs,
    AIRGO_POD_TERMINATION_LOG: message,
    TMPDIR: temporary,
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

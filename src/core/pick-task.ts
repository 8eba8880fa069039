// One task of a DAG, for a pod: from the record, without any check of the graph, which the manifests went through.

import { DAG_RECORD, TASK_RECORD } from "./brands.ts";
import { optionOf } from "./check-task.ts";
import { isPlainObject } from "./check-value.ts";
import type { AnyDag } from "./dag-builder.ts";
import { declaredOutputs, demands, referencesOf } from "./declared-outputs.ts";
import { didYouMean } from "./did-you-mean.ts";
import { parseDuration } from "./duration.ts";
import { AirgoError } from "./errors.ts";
import type { InputSpec, OutputDeclaration } from "./spec.ts";
import type { Task } from "./task.ts";

/** What a pod needs of its task. */
export interface PickedTask {
  readonly task: Task;
  readonly inputs: readonly Omit<InputSpec, "from">[];
  readonly outputs: readonly OutputDeclaration[];
  readonly mapped: boolean;
  /** Seconds. */
  readonly executionTimeout: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** The DAG's defaults of the run's own parameters. */
  readonly params: object;
}

/** @throws AirgoError `unknown-task` */
export function pickTask(dag: AnyDag, taskId: string): PickedTask {
  const record = dag[DAG_RECORD];
  const task = record.byId.get(taskId);
  if (task === undefined) {
    const ids = [...record.byId.keys()];
    throw new AirgoError("unknown-task", `DAG "${dag.dagId}" has no task "${taskId}"`, {
      hint: `${didYouMean(taskId, ids)} It has ${ids.map((id) => `"${id}"`).join(", ")}`.trim(),
      dagId: dag.dagId,
    });
  }
  const own = task[TASK_RECORD];
  const wanted = demands(dag);
  const timeout = parseDuration(optionOf(record, own, "executionTimeout"));
  const parameters = optionOf(record, own, "parameters");
  return {
    task,
    inputs: referencesOf(own).map(([name, { task: above, output, orNull }]) => {
      const mapped = above[TASK_RECORD].over !== undefined;
      const list = wanted.get(above)?.outputs.get(output)?.list === true;
      return { name, form: mapped ? "mapped" : list ? "list" : "value", orNull };
    }),
    outputs: declaredOutputs(task, wanted.get(task)),
    mapped: own.over !== undefined,
    executionTimeout: timeout.ok ? timeout.value : undefined,
    parameters: isPlainObject(parameters) ? (parameters as Record<string, string>) : {}, // dag.spec() checked each
    params: dag.params,
  };
}

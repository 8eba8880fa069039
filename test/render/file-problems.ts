import assert from "node:assert/strict";
import { BaseOperator, DAG } from "airgo";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import { compileDag } from "../../src/render/compile-dag.ts";
import { SETTINGS } from "./settings.ts";

class Plain extends BaseOperator {
  execute() {}
}

export type TaskOptions = Omit<ConstructorParameters<typeof Plain>[0], "taskId" | "dag">;
export type Files = Readonly<Record<string, string>>;

export const DEFAULT = "containers/default.yaml";
export const WORKFLOW = "configuration/workflow.yaml";
export const CRON = "configuration/cron-workflow.yaml";

/** A scheduled DAG `etl` with one task `load`. */
export function scheduledDag(options: TaskOptions = {}): DAG {
  const dag = new DAG("etl", { schedule: "@daily", startDate: "2024-01-01" });
  new Plain({ ...options, taskId: "load", dag });
  return dag;
}

/** What is wrong with a DAG that is made with these template files. */
export function problemsWith(templates: Files, dag: DAG = scheduledDag()): readonly Problem[] {
  try {
    compileDag(dag.spec(), { ...SETTINGS, templates });
    return [];
  } catch (error) {
    assert.ok(isAirgoError(error), String(error));
    return error.problems;
  }
}

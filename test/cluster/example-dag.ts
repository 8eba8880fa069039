import type { DagSpec } from "../../src/core/spec.ts";
import { DAG, FunctionOperator } from "../../src/index.ts";

type DagOptions = ConstructorParameters<typeof DAG>[1];

const HOURLY = { startDate: "2024-01-01" };

/** A DAG of one task, as a project has them. */
export function exampleSpec(options: DagOptions = HOURLY): DagSpec {
  const dag = new DAG("etl", { scheduleInterval: "@hourly", ...options });
  new FunctionOperator({ taskId: "load", dag, callable: () => undefined });
  return dag.spec();
}

export const SETTINGS = {
  projectName: "shop",
  namespace: "argo",
  backfillTtlSeconds: 30 * 24 * 3600,
} as const;

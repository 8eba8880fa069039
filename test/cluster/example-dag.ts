import { DAG, FunctionOperator } from "../../src/index.ts";
import type { DagSpec } from "../../src/core/spec.ts";

type DagOptions = ConstructorParameters<typeof DAG>[1];

/** A DAG of one task, as a project has them. */
export function exampleSpec(options: DagOptions = {}): DagSpec {
  const dag = new DAG("etl", { scheduleInterval: "@hourly", startDate: "2024-01-01", ...options });
  new FunctionOperator({ taskId: "load", dag, callable: () => undefined });
  return dag.spec();
}

export const SETTINGS = {
  projectName: "shop",
  namespace: "argo",
  backfillTtlSeconds: 30 * 24 * 3600,
} as const;

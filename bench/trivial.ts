import assert from "node:assert/strict";
import { BaseOperator } from "airgo";
import { runLocally } from "../runtime/local/local-run.ts";
import type { AnyDag } from "../src/core/dag-builder.ts";

/** Does nothing: what is measured is everything around it. */
export class Trivial extends BaseOperator {
  execute(): void {}
}

/** Validates and runs a DAG in this process; every task must succeed. */
export async function runAll(dag: AnyDag, tasks: number): Promise<void> {
  const { outcome } = await runLocally(dag, { report: () => undefined });
  assert.equal(outcome.phase, "Succeeded");
  assert.equal(outcome.tasks.size, tasks);
}

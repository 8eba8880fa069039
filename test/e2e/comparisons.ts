// The DAGs that run in the cluster and here: recorded cases, examples, and those about values.

import { createRequire } from "node:module";
import { runLocally } from "../../runtime/local/local-run.ts";
import type { PackedFile } from "../../runtime/main.ts";
import { viewClusterRun } from "../../src/cluster/view-cluster-run.ts";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import type { AdaptedCase } from "../conformance/adapter.ts";
import { CASES, type ConformanceCase } from "../conformance/conformance-case.ts";
import type { Subject } from "./board.ts";
import { adapted } from "./dags/conformance.ts";
import * as values from "./dags/values.ts";
import { differencesOf } from "./differences.ts";
import { asRecorded } from "./expected-run.ts";
import { observeOutcome, observeWorkflow } from "./observed-run.ts";
import type { Stage } from "./stage.ts";

export interface Comparison extends Subject {
  readonly dag: AnyDag;
  /** Undefined for a DAG that was never recorded. */
  readonly recorded?: ConformanceCase;
}

/** A Saturday; every run that is compared stands for it. */
export const EXECUTION_DATE = new Date("2024-03-09T05:30:00Z");

// Of the recorded cases, one in so many, for `--quick`.
const SAMPLE = 10;

export function comparisonsOf(stage: Stage): readonly Comparison[] {
  // As they are in the bundle, beside which the package of one of them lies.
  const { bundle } = createRequire(stage.project.bundle)(stage.project.bundle) as PackedFile; // it was built just now
  const examples = stage.dags.examples.flatMap(({ dags }) =>
    dags.map(({ dagId }) => bundle.loadDag(dagId)),
  );
  const cases = chosenCases(stage.options);
  return [
    ...examples.map((dag) => comparison("examples", dag)),
    ...collectDags(values).map((dag) => comparison("values", dag)),
    ...cases.map(({ recorded, style, dag }) => ({
      ...comparison(`recorded cases, as ${style}`, dag),
      recorded,
    })),
  ];
}

function chosenCases({ quick, bothStyles }: Stage["options"]): readonly AdaptedCase[] {
  if (bothStyles) return adapted;
  const styles = (["classes", "functions"] as const).map(
    (style) =>
      new Map(adapted.filter((own) => own.style === style).map((own) => [own.recorded, own])),
  );
  const all = CASES.filter((_, at) => !quick || at % SAMPLE === 0);
  return all.flatMap(
    (recorded, at) => styles[at % 2]?.get(recorded) ?? styles[0]?.get(recorded) ?? [],
  );
}

function comparison(group: string, dag: AnyDag): Comparison {
  return { kind: "comparison", group, name: dag.dagId, dag };
}

/** @throws Error with every difference between the run, the local run and the recording */
export async function compare({ dag, recorded }: Comparison, workflow: unknown): Promise<void> {
  const local = await runLocally(dag, { executionDate: EXECUTION_DATE, report: () => {} });
  const { spec } = local;
  const inCluster = observeWorkflow(spec, workflow);
  const here = observeOutcome(spec, local.outcome);
  const told = viewClusterRun(spec, workflow).outcome;
  const found = [
    ...differencesOf(inCluster, here, "cluster ≠ local run, "),
    ...differencesOf(
      inCluster,
      told && observeOutcome(spec, told),
      "cluster ≠ airgo's view of it, ",
    ),
  ];
  if (recorded !== undefined) {
    const words = asRecorded(recorded, spec, inCluster);
    found.push(...differencesOf(words, recorded.expect, "cluster ≠ recording, "));
  }
  if (found.length > 0) throw new Error(found.join("; "));
}

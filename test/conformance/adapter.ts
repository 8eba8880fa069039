// The recorded cases as airgo DAGs, in both authoring styles: for the tests of the local executor, and as a DAG file
// for those of a cluster.

import type { DAG } from "airgo";
import { classStyle } from "./class-style.ts";
import { CASES, type ConformanceCase } from "./conformance-case.ts";
import { canBeFunctions, functionStyle } from "./function-style.ts";

/** A recorded case in one style. */
export interface AdaptedCase {
  readonly recorded: ConformanceCase;
  readonly style: "classes" | "functions";
  readonly dag: DAG;
}

export const ADAPTED: readonly AdaptedCase[] = CASES.flatMap((recorded) => {
  const classes: AdaptedCase = { recorded, style: "classes", dag: classStyle(recorded) };
  if (!canBeFunctions(recorded)) return [classes];
  return [classes, { recorded, style: "functions", dag: functionStyle(recorded) }];
});

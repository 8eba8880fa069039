// The recorded cases as DAGs, in both authoring styles, under names that leave room for the project's.

import type { AdaptedCase } from "../../conformance/adapter.ts";
import { classStyle } from "../../conformance/class-style.ts";
import { CASES, type ConformanceCase } from "../../conformance/conformance-case.ts";
import { canBeFunctions, functionStyle } from "../../conformance/function-style.ts";

const LONGEST = 38;

export const adapted: readonly AdaptedCase[] = CASES.flatMap((recorded) => {
  const short = shorten(recorded);
  const classes: AdaptedCase = { recorded, style: "classes", dag: classStyle(short) };
  if (!canBeFunctions(recorded)) return [classes];
  return [classes, { recorded, style: "functions", dag: functionStyle(short) }];
});

export const dags = adapted.map(({ dag }) => dag);

function shorten(recorded: ConformanceCase): ConformanceCase {
  return { ...recorded, name: recorded.name.slice(0, LONGEST).replace(/-$/, "") };
}

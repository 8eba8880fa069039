import type { InputSource, TaskSpec } from "../../src/core/spec.ts";
import type { TaskOutcome } from "./run-outcome.ts";

/** What a reader of an output gets from a task that has ended; undefined where the controller would wait for ever. */
export function outputText(
  { output }: InputSource,
  producer: TaskSpec | undefined,
  outcome: TaskOutcome | undefined,
): string | undefined {
  const text = outcome?.outputs.get(output);
  if (text !== undefined) return text;
  const declared = producer?.outputs.find(({ parameter }) => parameter === output);
  if (declared === undefined || outcome === undefined) return undefined;
  // What a `when` reads always has a default: a short circuit that never ran stopped nothing, a branch chose nothing.
  if (declared.kind !== "value") return declared.whenSkipped ?? "false";
  const neverRan = outcome.phase === "Skipped" || outcome.phase === "Omitted";
  return neverRan ? declared.whenSkipped : undefined;
}

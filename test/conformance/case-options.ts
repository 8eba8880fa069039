import type { OperatorOptions, TriggerRule } from "airgo";
import type { CaseTask } from "./conformance-case.ts";

const RULES: readonly TriggerRule[] = [
  "all_success",
  "all_done",
  "all_failed",
  "all_skipped",
  "one_failed",
  "one_success",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
];

/** The options of a case's task. */
export function optionsOf(task: CaseTask): Omit<OperatorOptions, "taskId" | "dag"> {
  const { retries, ignoreDownstreamTriggerRules } = task;
  const triggerRule = RULES.find((rule) => rule === task.rule);
  if (task.rule !== undefined && triggerRule === undefined) throw new Error(`rule ${task.rule}?`);
  return {
    ...(retries === undefined ? {} : { retries }),
    ...(triggerRule === undefined ? {} : { triggerRule }),
    ...(ignoreDownstreamTriggerRules === undefined ? {} : { ignoreDownstreamTriggerRules }),
  };
}

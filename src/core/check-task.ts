// The options of one operator, over the DAG's `defaultArgs`.

import { checkParameter, entryCheck } from "./check-labels.ts";
import { isPlainObject, OptionReader } from "./check-value.ts";
import type { DagRecord } from "./dag-builder.ts";
import { nearest } from "./did-you-mean.ts";
import { parseDuration } from "./duration.ts";
import { isAirgoError } from "./errors.ts";
import { isTaskId, parseTaskId } from "./names.ts";
import { OPERATOR_OPTION_NAMES } from "./options.ts";
import type { Parsed } from "./parsed.ts";
import type { Problems } from "./problems.ts";
import { parseQuantity, type Resource } from "./quantity.ts";
import type { Resources, TaskSpec, TriggerRule } from "./spec.ts";
import type { TaskRecord } from "./task.ts";

export const TRIGGER_RULES = [
  "all_success",
  "all_done",
  "all_failed",
  "all_skipped",
  "one_failed",
  "one_success",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
] as const satisfies readonly TriggerRule[];

export type TaskOptionsSpec = Pick<
  TaskSpec,
  | "triggerRule"
  | "ignoreDownstreamTriggerRules"
  | "retries"
  | "retryDelay"
  | "retryExponentialBackoff"
  | "maxRetryDelay"
  | "executionTimeout"
  | "resources"
  | "template"
  | "parameters"
  | "argoExpressions"
>;

/** The operator's own option, else the DAG's default for it. */
export function optionOf(dag: DagRecord, task: TaskRecord, name: string): unknown {
  const { defaultArgs } = dag.options;
  return task.options[name] ?? (isPlainObject(defaultArgs) ? defaultArgs[name] : undefined);
}

export function checkTaskOptions(
  dag: DagRecord,
  task: TaskRecord,
  problems: Problems,
): TaskOptionsSpec {
  const { taskId, site } = task;
  const owner = { prefix: `task "${taskId}": `, details: { site, taskId } };
  const reader = new OptionReader(problems, owner, (name) => optionOf(dag, task, name));
  checkId(task, reader);
  checkArguments(task, reader);
  const duration = (name: string) => reader.parsed(name, "invalid-duration", parseDuration);
  const argoExpressions = reader.boolean("argoExpressions", false);
  return {
    triggerRule: reader.oneOf("triggerRule", TRIGGER_RULES) ?? "all_success",
    ignoreDownstreamTriggerRules: ignoreRules(task, reader),
    retries: reader.wholeNumber("retries", 0) ?? 0,
    retryDelay: duration("retryDelay"),
    retryExponentialBackoff: reader.boolean("retryExponentialBackoff", false),
    maxRetryDelay: duration("maxRetryDelay"),
    executionTimeout: timeout(reader),
    resources: resources(reader),
    template: template(reader),
    parameters: reader.texts("parameters", entryCheck(checkParameter, argoExpressions)),
    argoExpressions,
  };
}

function checkId(task: TaskRecord, reader: OptionReader): void {
  if (isTaskId(task.taskId)) return;
  if (task.taskId === "" || typeof task.options.taskId !== "string") {
    reader.refuse("missing-option", "it has no taskId", 'write taskId: "my-task"');
    return;
  }
  try {
    parseTaskId(task.taskId);
  } catch (error) {
    if (!isAirgoError(error)) throw error;
    reader.refuse(error.code, error.message, error.hint);
  }
}

/** Types are gone at run time, and a class's own arguments are free: so what is nearly an option is refused. */
function checkArguments(task: TaskRecord, reader: OptionReader): void {
  for (const name of Object.keys(task.args)) {
    const meant = nearest(name, OPERATOR_OPTION_NAMES);
    if (meant === undefined || task.argumentNames.includes(name)) continue;
    reader.refuse(
      "unknown-option",
      `argument "${name}" is nearly the option "${meant}"`,
      `did you mean "${meant}"? If not, name it in the class: static argumentNames = ["${name}"]`,
    );
  }
}

function ignoreRules(task: TaskRecord, reader: OptionReader): boolean {
  const name = "ignoreDownstreamTriggerRules";
  if (task.kind !== "short-circuit" && task.options[name] !== undefined) {
    reader.refuse(
      "invalid-option",
      `${name} is only for short circuits`,
      "take it out, or extend ShortCircuitOperator",
    );
  }
  return reader.boolean(name, true);
}

function timeout(reader: OptionReader): number | undefined {
  const seconds = reader.parsed("executionTimeout", "invalid-duration", parseDuration);
  if (seconds !== 0) return seconds;
  return reader.refuse("invalid-duration", "executionTimeout is 0", "write at least one second");
}

function template(reader: OptionReader): string {
  const name = reader.text("template") ?? "default";
  if (/^[A-Za-z0-9][-_.A-Za-z0-9]*$/.test(name) && !name.includes("..")) return name;
  reader.refuse(
    "unknown-template",
    `template ${JSON.stringify(name)} is no name of a file in templates/containers`,
    'write the name without folder and ending, for example "default"',
  );
  return "default";
}

function resources(reader: OptionReader): Resources {
  const found = new Map<string, number>();
  const quantity = (name: keyof Resources, resource: Resource): string | undefined => {
    const parse = (value: unknown): Parsed<number> => parseQuantity(value, resource);
    const amount = reader.parsed(name, "invalid-quantity", parse);
    if (amount === undefined) return undefined;
    found.set(name, amount);
    return reader.text(name);
  };
  const texts: Resources = {
    requestsCpu: quantity("requestsCpu", "cpu"),
    requestsMemory: quantity("requestsMemory", "memory"),
    limitsCpu: quantity("limitsCpu", "cpu"),
    limitsMemory: quantity("limitsMemory", "memory"),
  };
  for (const resource of ["Cpu", "Memory"] as const) {
    const request = found.get(`requests${resource}`);
    const limit = found.get(`limits${resource}`);
    if (request === undefined || limit === undefined || request <= limit) continue;
    reader.refuse(
      "invalid-quantity",
      `requests${resource} ${texts[`requests${resource}`]} is above limits${resource} ${texts[`limits${resource}`]}`,
      "raise the limit, or lower the request",
    );
  }
  return texts;
}

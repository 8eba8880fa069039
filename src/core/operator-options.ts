// The values of an operator's options: of one operator over the DAG's defaults, or of the defaults by themselves.

import { checkParameter, entryCheck } from "./check-labels.ts";
import type { OptionReader } from "./check-value.ts";
import { parseDuration } from "./duration.ts";
import { accept, type Parsed } from "./parsed.ts";
import { parseQuantity, type Resource } from "./quantity.ts";
import type { Resources, TaskSpec, TriggerRule } from "./spec.ts";

const TRIGGER_RULES = [
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

/** Every option read, checked and given its default. */
export function readOperatorOptions(reader: OptionReader): TaskOptionsSpec {
  const argoExpressions = reader.boolean("argoExpressions", false);
  return {
    triggerRule: reader.oneOf("triggerRule", TRIGGER_RULES) ?? "all_success",
    ignoreDownstreamTriggerRules: reader.boolean("ignoreDownstreamTriggerRules", true),
    retries: reader.wholeNumber("retries", 0) ?? 0,
    ...delays(reader),
    executionTimeout: timeout(reader),
    resources: resources(reader),
    template: template(reader),
    parameters: reader.texts("parameters", entryCheck(checkParameter, argoExpressions)),
    argoExpressions,
  };
}

function delays(
  reader: OptionReader,
): Pick<TaskSpec, "retryDelay" | "retryExponentialBackoff" | "maxRetryDelay"> {
  const retryDelay = reader.parsed("retryDelay", "invalid-duration", parseDuration);
  const maxRetryDelay = reader.parsed("maxRetryDelay", "invalid-duration", parseDuration);
  if (retryDelay !== undefined && maxRetryDelay !== undefined && maxRetryDelay < retryDelay) {
    reader.refuseValue(["retryDelay", "maxRetryDelay"], {
      code: "invalid-duration",
      what: `maxRetryDelay (${maxRetryDelay} s) is shorter than retryDelay (${retryDelay} s)`,
      hint: "it is the longest of the delays: raise it, or lower retryDelay",
    });
  }
  const retryExponentialBackoff = reader.boolean("retryExponentialBackoff", false);
  const isGiven = reader.raw("retryDelay") !== undefined;
  if (retryExponentialBackoff && (!isGiven || retryDelay === 0)) {
    reader.refuseValue(["retryExponentialBackoff"], {
      code: "invalid-option",
      what: "retryExponentialBackoff is true, and there is no retryDelay that it could double",
      hint: 'write the first delay too: retryDelay: "30s"',
    });
  }
  return { retryDelay, retryExponentialBackoff, maxRetryDelay };
}

function timeout(reader: OptionReader): number | undefined {
  const seconds = reader.parsed("executionTimeout", "invalid-duration", parseDuration);
  if (seconds !== 0) return seconds;
  return reader.refuseValue(["executionTimeout"], {
    code: "invalid-duration",
    what: "executionTimeout is 0",
    hint: "write at least one second, or leave it out: no timeout",
  });
}

function template(reader: OptionReader): string {
  const name = reader.text("template") ?? "default";
  if (/^[A-Za-z0-9][-_.A-Za-z0-9]*$/.test(name) && !name.includes("..")) return name;
  reader.refuseValue(["template"], {
    code: "unknown-template",
    what: `template ${JSON.stringify(name)} is no name of a file in templates/containers`,
    hint: 'write the name without folder and ending, for example "default"',
  });
  return "default";
}

function resources(reader: OptionReader): Resources {
  const cpu = resource(reader, "cpu", ["requestsCpu", "limitsCpu"]);
  const memory = resource(reader, "memory", ["requestsMemory", "limitsMemory"]);
  return {
    requestsCpu: cpu.request,
    requestsMemory: memory.request,
    limitsCpu: cpu.limit,
    limitsMemory: memory.limit,
  };
}

interface Bounds {
  readonly request: string | undefined;
  readonly limit: string | undefined;
}

function resource(
  reader: OptionReader,
  kind: Resource,
  names: readonly [keyof Resources, keyof Resources],
): Bounds {
  const [request, limit] = names.map((name) =>
    reader.parsed(name, "invalid-quantity", (value) => quantity(value, kind)),
  );
  if (request !== undefined && limit !== undefined && request.amount > limit.amount) {
    reader.refuseValue(names, {
      code: "invalid-quantity",
      what: `${names[0]} ${request.text} is above ${names[1]} ${limit.text}`,
      hint: "raise the limit, or lower the request",
    });
  }
  return { request: request?.text, limit: limit?.text };
}

function quantity(
  value: unknown,
  kind: Resource,
): Parsed<{ readonly text: string; readonly amount: number }> {
  const parsed = parseQuantity(value, kind);
  return parsed.ok ? accept({ text: String(value), amount: parsed.value }) : parsed;
}

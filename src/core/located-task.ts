import type { ConditionTask } from "./conditions.ts";
import { type Location, locate, type Site } from "./location.ts";
import type { TaskOptionsSpec } from "./operator-options.ts";
import type { TaskSpec } from "./spec.ts";
import type { TaskRecord } from "./task.ts";

/** What a task's spec is made from, beside what is on record. */
export interface CheckedTask extends Pick<TaskSpec, "downstream" | "inputs" | "outputs"> {
  readonly options: TaskOptionsSpec;
  readonly part: ConditionTask;
}

/** A task's spec. A class: of twenty fields, V8 makes an object well in a constructor and badly in a spread. */
export class LocatedTask implements TaskSpec {
  readonly triggerRule: TaskSpec["triggerRule"];
  readonly ignoreDownstreamTriggerRules: boolean;
  readonly retries: number;
  readonly retryDelay: number | undefined;
  readonly retryExponentialBackoff: boolean;
  readonly maxRetryDelay: number | undefined;
  readonly executionTimeout: number | undefined;
  readonly resources: TaskSpec["resources"];
  readonly template: string;
  readonly parameters: TaskSpec["parameters"];
  readonly argoExpressions: boolean;
  readonly taskId: TaskSpec["taskId"];
  readonly kind: TaskSpec["kind"];
  readonly over: TaskSpec["over"];
  readonly upstream: TaskSpec["upstream"];
  readonly gates: TaskSpec["gates"];
  readonly operator: string;
  readonly group: string | undefined;
  readonly downstream: TaskSpec["downstream"];
  readonly inputs: TaskSpec["inputs"];
  readonly outputs: TaskSpec["outputs"];
  readonly #site: Site;

  constructor(record: TaskRecord, checked: CheckedTask) {
    const { options, part } = checked;
    this.triggerRule = options.triggerRule;
    this.ignoreDownstreamTriggerRules = options.ignoreDownstreamTriggerRules;
    this.retries = options.retries;
    this.retryDelay = options.retryDelay;
    this.retryExponentialBackoff = options.retryExponentialBackoff;
    this.maxRetryDelay = options.maxRetryDelay;
    this.executionTimeout = options.executionTimeout;
    this.resources = options.resources;
    this.template = options.template;
    this.parameters = options.parameters;
    this.argoExpressions = options.argoExpressions;
    this.taskId = part.taskId;
    this.kind = part.kind;
    this.over = part.over;
    this.upstream = part.upstream;
    this.gates = part.gates;
    this.operator = record.operator;
    this.group = record.group;
    this.downstream = checked.downstream;
    this.inputs = checked.inputs;
    this.outputs = checked.outputs;
    this.#site = record.site;
  }

  get location(): Location | undefined {
    return locate(this.#site);
  }
}

// The one place that spells Argo's braces.

import type { TaskId } from "../core/names.ts";

declare const EXPRESSION: unique symbol;

/** A text that Argo replaces before a pod sees it. */
export type ArgoExpression = string & { readonly [EXPRESSION]: true };

/** The value of a task's output parameter; of a fan-out, the list of its items' values. */
export function outputParameter(taskId: TaskId, parameter: string): ArgoExpression {
  return braces(`tasks.${taskId}.outputs.parameters.${parameter}`);
}

/** The phase of a task that has ended. */
export function taskStatus(taskId: TaskId): ArgoExpression {
  return braces(`tasks.${taskId}.status`);
}

export function inputParameter(name: string): ArgoExpression {
  return braces(`inputs.parameters.${name}`);
}

export function workflowParameter(name: string): ArgoExpression {
  return braces(`workflow.parameters.${name}`);
}

export const ITEM = braces("item");
/** The attempt, from 0; stands as it is where the template has no retryStrategy. */
export const RETRIES = braces("retries");
/** In a fan-out `each(2:ITEM)`: the map index is the number after the parenthesis. */
export const TASK_NAME = braces("tasks.name");
export const WORKFLOW_NAME = braces("workflow.name");
export const CREATION_TIMESTAMP = braces("workflow.creationTimestamp");
/** Stands as it is where no CronWorkflow and no annotation gave a time. */
export const SCHEDULED_TIME = braces("workflow.scheduledTime");

function braces(inside: string): ArgoExpression {
  return `{{${inside}}}` as ArgoExpression; // the only such cast
}

import type { OwnedField } from "./owned-fields.ts";

const ONLY_CONTAINERS = "every airgo task runs in the template's `container`";

/** The variables that airgo gives every pod, beside DAG_ID. */
export const OWN_VARIABLES =
  /^(?:TASK_ID|CREATION_TIMESTAMP|CREATION_TIMESTAMP_OVERRIDE|SCHEDULED_TIME|AIRGO_(?!LOG_LEVEL$).*)$/;

/** Whether airgo sets a variable in every pod. */
export function isOwnVariable(name: string): boolean {
  return OWN_VARIABLES.test(name) || name === "DAG_ID";
}

/** What a file in templates/containers may not set. */
export const OWNED_BY_RUN_TEMPLATES: readonly OwnedField[] = [
  { path: ["name"], reason: "a template is named by its content" },
  {
    path: ["inputs", "parameters", /^(?:task-id|item|in-.*)$/],
    reason: "a task's arguments are its inputs",
  },
  {
    path: ["inputs", "artifacts", /^(?:params|name|item|in-.*)$/],
    reason: "a task's arguments are its inputs",
  },
  { path: ["outputs", "parameters"], reason: "write an @artifactProperty() in the operator" },
  { path: ["outputs", "result"], reason: "write an @artifactProperty() in the operator" },
  { path: ["outputs", "exitCode"], reason: "the exit code tells Argo whether to retry" },
  {
    path: ["retryStrategy"],
    reason: "use the operator's retries, retryDelay, retryExponentialBackoff and maxRetryDelay",
  },
  { path: ["activeDeadlineSeconds"], reason: "use the operator's executionTimeout" },
  { path: ["metadata", "labels", "dag_id"], reason: "logs are found by it" },
  { path: ["metadata", "labels", "task_id"], reason: "logs are found by it" },
  { path: ["container", "name"], reason: "Argo names the container main" },
  {
    path: ["container", "env", OWN_VARIABLES],
    reason: "use another name, or the operator's parameters",
  },
  {
    path: ["container", "env", /^DAG_ID$/],
    reason: "use another name, or the operator's parameters",
    // The Python parent's templates took the id as an input.
    also: [{ name: "DAG_ID", value: "{{inputs.parameters.dag-id}}" }],
  },
  ...[
    "dag",
    "steps",
    "script",
    "resource",
    "suspend",
    "containerSet",
    "http",
    "plugin",
    "data",
  ].map((field) => ({ path: [field], reason: ONLY_CONTAINERS })),
  { path: ["daemon"], reason: "a task ends by itself" },
  { path: ["parallelism"], reason: "use the DAG's parallelism" },
  { path: ["failFast"], reason: "it is for templates that start others" },
];

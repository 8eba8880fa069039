// Hand-made DagSpecs and a scripted AttemptRunner: the executor's ports, without a DAG file.

import type {
  AttemptRequest,
  AttemptResult,
  AttemptRunner,
} from "../../../runtime/local/attempt-runner.ts";
import { type RunSettings, runDag } from "../../../runtime/local/run-dag.ts";
import type { RunEvent } from "../../../runtime/local/run-event.ts";
import type { RunOutcome } from "../../../runtime/local/run-outcome.ts";
import { parseDagId, parseTaskId, type TaskId } from "../../../src/core/names.ts";
import type { DagSpec, OutputForm, OutputSpec, TaskSpec } from "../../../src/core/spec.ts";

export type TaskPart = Partial<Omit<TaskSpec, "taskId" | "upstream">>;

export function id(text: string): TaskId {
  return parseTaskId(text);
}

export function task(
  taskId: string,
  upstream: readonly string[] = [],
  part: TaskPart = {},
): TaskSpec {
  return {
    taskId: id(taskId),
    kind: "task",
    over: undefined,
    operator: "FakeOperator",
    group: undefined,
    upstream: upstream.map(id),
    downstream: [],
    triggerRule: "all_success",
    ignoreDownstreamTriggerRules: true,
    gates: [],
    inputs: [],
    outputs: [],
    retries: 0,
    retryDelay: undefined,
    retryExponentialBackoff: false,
    maxRetryDelay: undefined,
    executionTimeout: undefined,
    resources: {
      requestsCpu: undefined,
      requestsMemory: undefined,
      limitsCpu: undefined,
      limitsMemory: undefined,
    },
    template: "default",
    parameters: {},
    argoExpressions: false,
    location: undefined,
    ...part,
  };
}

export function value(
  parameter: string,
  form: OutputForm = "value",
  whenSkipped: OutputSpec["whenSkipped"] = undefined,
): OutputSpec {
  return { kind: "value", parameter, form, whenSkipped };
}

export const STOPS: OutputSpec = {
  kind: "short-circuit",
  parameter: "short_circuit",
  whenSkipped: "false",
};

export function dag(tasks: readonly TaskSpec[], part: Partial<DagSpec> = {}): DagSpec {
  const downstream = (taskId: TaskId) =>
    tasks.filter((below) => below.upstream.includes(taskId)).map((below) => below.taskId);
  return {
    dagId: parseDagId("hand-made"),
    description: undefined,
    schedules: [],
    timezone: "UTC",
    startDate: undefined,
    endDate: undefined,
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 300,
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    parallelism: undefined,
    dagrunTimeout: undefined,
    params: {},
    labels: {},
    annotations: {},
    argoExpressions: false,
    location: undefined,
    tasks: tasks.map((each) => ({ ...each, downstream: downstream(each.taskId) })),
    ...part,
  };
}

/** What a scripted attempt does: the exit code, or more. */
export type Step =
  | number
  | { readonly exit?: number; readonly outputs?: Readonly<Record<string, string>> };

export type Body = (request: AttemptRequest) => Step | Promise<Step>;

/** Runs each task's body; a task without one succeeds. */
export function scripted(bodies: Readonly<Record<string, Body>>): AttemptRunner {
  return {
    async run(request): Promise<AttemptResult> {
      const step = (await bodies[request.taskId]?.(request)) ?? 0;
      const { exit = 0, outputs = {} } = typeof step === "number" ? { exit: step } : step;
      return { exitCode: exit, outputs: new Map(Object.entries(outputs)) };
    },
  };
}

export interface Played {
  readonly outcome: RunOutcome;
  readonly events: readonly RunEvent[];
  /** The phases, by task. */
  readonly phases: Readonly<Record<string, string>>;
}

export async function play(
  spec: DagSpec,
  bodies: Readonly<Record<string, Body>> = {},
  settings: Partial<RunSettings> = {},
): Promise<Played> {
  const events: RunEvent[] = [];
  const outcome = await runDag(spec, scripted(bodies), {
    runId: "run-1",
    executionDate: new Date("2019-03-07T00:00:00Z"),
    concurrency: 16,
    realDelays: false,
    now: () => new Date("2019-03-07T01:00:00Z"),
    report: (event) => events.push(event),
    ...settings,
  });
  const phases = Object.fromEntries(
    [...outcome.tasks].map(([taskId, { phase }]) => [taskId, phase]),
  );
  return { outcome, events, phases };
}

/** The events of one kind. */
export function only<Kind extends RunEvent["kind"]>(
  events: readonly RunEvent[],
  kind: Kind,
): Extract<RunEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
}

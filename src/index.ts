// The public API: the only thing that a DAG file imports.

import { provideLocalRun } from "./core/local-run.ts";

// Dynamic, so that a pod, which runs one task, never loads the executor.
provideLocalRun(() =>
  import("../runtime/local/local-run.ts").then((module) => module.localRunPort),
);

export type { Context } from "./core/context.ts";
export { chain, crossDownstream } from "./core/edges.ts";
export { AirgoError, type Problem } from "./core/errors.ts";
export { FailTask } from "./core/fail-task.ts";
export type { Gate } from "./core/gate.ts";
export type { DagRunResult, ItemResult, RunOptions, TaskResult } from "./core/local-run.ts";
export type { Logger } from "./core/logger.ts";
export type { DagOptions, DefaultArgs, Duration, OperatorOptions } from "./core/options.ts";
export type { Input, OutputRef } from "./core/output-ref.ts";
export type { Phase, RunPhase } from "./core/phases.ts";
export type { DagSpec, TaskSpec, TriggerRule } from "./core/spec.ts";
export { artifactProperty } from "./operators/artifact-property.ts";
export { BaseOperator } from "./operators/base-operator.ts";
export { BranchOperator } from "./operators/branch-operator.ts";
export { FunctionOperator } from "./operators/function-operator.ts";
export type { OptionsOf } from "./operators/operator-types.ts";
export {
  type ParallelizeOptions,
  RuntimeParallelizeOperator,
} from "./operators/runtime-parallelize-operator.ts";
export { ShortCircuitFunctionOperator } from "./operators/short-circuit-function-operator.ts";
export { ShortCircuitOperator } from "./operators/short-circuit-operator.ts";
export { DAG, type IfGates } from "./taskflow/dag.ts";
export { getContext } from "./taskflow/get-context.ts";
export type { StandardSchema } from "./taskflow/standard-schema.ts";
export type {
  CallOptions,
  Handler,
  TaskFunction,
  TaskFunctionOptions,
} from "./taskflow/task-function-types.ts";
export type { TaskRef } from "./taskflow/task-ref.ts";
export { traverseDagsFolder } from "./traverse-dags-folder.ts";

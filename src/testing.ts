// `airgo/testing`: a DAG, or one task of it, in a user's own tests.

export type { LoggedLine } from "../runtime/local/testing/logged-lines.ts";
export { type DagRun, type RunDagOptions, runDag } from "../runtime/local/testing/run-dag.ts";
export {
  type RunTaskOptions,
  runTask,
  type TaskInputs,
  type TaskItem,
  type TaskOutputs,
  type TaskRun,
} from "../runtime/local/testing/run-task.ts";

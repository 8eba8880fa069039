import { BaseOperator, DAG } from "airgo";
import type { DagSpec } from "../../src/core/spec.ts";

class Plain extends BaseOperator {
  execute() {}
}

type DagOptions = NonNullable<ConstructorParameters<typeof DAG>[1]>;
type TaskOptions = Omit<ConstructorParameters<typeof Plain>[0], "taskId" | "dag">;

/** A DAG of one task. */
export function oneTask(dagId: string, options: DagOptions = {}, task: TaskOptions = {}): DagSpec {
  const dag = new DAG(dagId, options);
  new Plain({ ...task, taskId: "only", dag });
  return dag.spec();
}

/** A DAG of as many tasks, each with the options that `optionsOf` gives. */
export function manyTasks(
  dagId: string,
  count: number,
  optionsOf: (index: number) => TaskOptions = () => ({}),
): DagSpec {
  const dag = new DAG(dagId);
  for (let index = 0; index < count; index++) {
    new Plain({ ...optionsOf(index), taskId: `task-${index}`, dag });
  }
  return dag.spec();
}

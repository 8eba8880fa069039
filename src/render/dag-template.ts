import { conditionsOf, type TaskConditions } from "../core/conditions.ts";
import type { TaskId } from "../core/names.ts";
import type { DagSpec, TaskSpec } from "../core/spec.ts";
import type { ArgoTemplate, DagTask } from "./argo-types.ts";
import { defined } from "./defined.ts";
import { ITEM, outputParameter } from "./expressions.ts";
import { printDepends, printWhen } from "./print-condition.ts";
import { inputName } from "./run-template.ts";

/** The name of the template that holds the graph. */
export const ENTRYPOINT = "dag";

/** The graph: every task, when it runs, and what it is given. */
export function compileDagTemplate(
  spec: DagSpec,
  templateNames: ReadonlyMap<TaskId, string>,
): ArgoTemplate {
  const conditions = conditionsOf(spec);
  const tasks = spec.tasks.map((task) =>
    compileTask(task, templateNames.get(task.taskId), conditions.get(task.taskId)),
  );
  // With failFast, a task that was not started yet when another failed may never be.
  return { name: ENTRYPOINT, dag: { failFast: false, tasks } };
}

function compileTask(
  task: TaskSpec,
  template: string | undefined,
  conditions: TaskConditions | undefined,
): DagTask {
  const { taskId, over, inputs } = task;
  const values = inputs.map(({ name, from }) => ({
    name: inputName(name),
    value: outputParameter(from.taskId, from.output),
  }));
  const item = over === undefined ? [] : [{ name: "item", value: ITEM }];
  return {
    name: taskId,
    ...defined({
      template,
      depends: conditions && printDepends(conditions),
      when: conditions && printWhen(conditions),
      withParam: over && outputParameter(over.taskId, over.output),
    }),
    arguments: { parameters: [{ name: "task-id", value: taskId }, ...item, ...values] },
  };
}

// Gates and task functions: what `dag.if()`, `dag.switch()` and `dag.task()` declared.

import { DAG_RECORD, TASK_RECORD } from "./brands.ts";
import type { DagRecord, Selector } from "./dag-builder.ts";
import { artifactProperties, RETURN_VALUE } from "./declared-outputs.ts";
import type { Problems } from "./problems.ts";

// A case becomes a part of the name of an Argo parameter.
const CASE = /^[A-Za-z0-9_][-A-Za-z0-9_]{0,62}$/;

export function checkGates(dag: DagRecord, problems: Problems): void {
  for (const selector of dag.selectors) checkSelector(dag, selector, problems);
  for (const { id, site, called } of dag.factories) {
    if (called) continue;
    problems.add("uncalled-factory", `the task function "${id}" is never called`, {
      hint: "call what dag.task() gave you, which places the task, or take the declaration out",
      site,
    });
  }
}

function checkSelector(dag: DagRecord, selector: Selector, problems: Problems): void {
  const { task, output, ways, site } = selector;
  const { taskId, over, dag: other } = task[TASK_RECORD];
  const refuse = (message: string, hint: string): void =>
    problems.add("invalid-gate", `the gate over "${output}" of "${taskId}" ${message}`, {
      hint,
      site,
      taskId,
    });
  if (other[DAG_RECORD] !== dag) {
    refuse(`is of DAG "${other.dagId}"`, "decide by a task of the same DAG");
  }
  if (over !== undefined) {
    refuse("decides by a fan-out, which has many values", "decide by a task that joins it");
  }
  if (output !== RETURN_VALUE && !artifactProperties(task).includes(output)) {
    refuse(
      "decides by an output that the task does not declare",
      "declare it: @artifactProperty()",
    );
  }
  if (ways.length === 0) refuse("has no cases", "name at least one case");
  for (const { opens } of ways) {
    if (typeof opens === "boolean" || CASE.test(opens)) continue;
    refuse(
      `has the case ${JSON.stringify(opens)}`,
      "use at most 63 letters, digits, _ and inner -: a case becomes a parameter's name in Argo",
    );
  }
}

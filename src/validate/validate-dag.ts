// What Argo would refuse of a DAG, at admission or only when it runs. The core has checked the DAG for what it is.

import type { DagSpec } from "../core/spec.ts";
import { argosReason } from "./argo-metadata.ts";
import {
  dagCharacters,
  dagTexts,
  taskTexts,
  variableSizes,
  variableTexts,
} from "./check-dag-texts.ts";
import { type Complaint, type Finding, type RuleHeader, toFinding } from "./finding.ts";

export interface Project {
  readonly projectName: string;
}

interface DagRule extends RuleHeader {
  readonly check: (spec: DagSpec, project: Project) => Iterable<Complaint>;
}

/** All findings of a DAG at once; takes time in proportion to its tasks and edges. */
export function validateDag(spec: DagSpec, project: Project): readonly Finding[] {
  return DAG_RULES.flatMap((rule) =>
    [...rule.check(spec, project)].map((complaint) => toFinding(spec, rule, complaint)),
  );
}

// A CronWorkflow's runs are named NAME-<unix time>, a backfill's NAME-bf-<unix time>, and Argo ends at 63 characters.
const MAX_NAME = 49;
const MAX_TASKS = 200;
const MAX_INPUTS = 500;
const PARAMETER_NAME = /^[-a-zA-Z0-9_]+$/;
const OWN_LABEL = /^(?:airgo\/|(?:dag_id|task_id)$)/;

const DAG_RULES: readonly DagRule[] = [
  { code: "name-too-long", source: "workflow/validate/validate.go:105", check: nameLength },
  {
    code: "too-many-tasks",
    source: "pkg/apis/workflow/v1alpha1/workflow_types.go:3594",
    check: taskCount,
  },
  {
    code: "too-many-inputs",
    source: "pkg/apis/workflow/v1alpha1/workflow_types.go:1059",
    check: inputCount,
  },
  { code: "not-an-ancestor", source: "workflow/controller/dag.go:794", check: ancestors },
  { code: "invalid-name", source: "workflow/validate/validate.go:1691", check: parameterNames },
  { code: "invalid-label", source: "airgo: runs and logs are found by them", check: ownLabels },
  { code: "invalid-label", source: "workflow/common/common.go:40", check: argoLabels },
  { code: "argo-expression", source: "util/template/simple_template.go:72", check: dagTexts },
  { code: "argo-expression", source: "util/template/simple_template.go:72", check: taskTexts },
  { code: "value-too-large", source: "Linux: MAX_ARG_STRLEN", check: variableSizes },
  { code: "invalid-parameter", source: "sigs.k8s.io/yaml", check: variableTexts },
  { code: "invalid-label", source: "sigs.k8s.io/yaml", check: dagCharacters },
];

function* nameLength({ dagId }: DagSpec, { projectName }: Project): Iterable<Complaint> {
  const name = `${projectName}-${dagId}`;
  if (name.length <= MAX_NAME) return;
  yield {
    message: `its objects' name "${name}" has ${name.length} characters, of which Argo leaves ${MAX_NAME}`,
    hint: `shorten the DAG's id or the project's name by ${name.length - MAX_NAME}`,
  };
}

function* taskCount({ tasks }: DagSpec): Iterable<Complaint> {
  if (tasks.length <= MAX_TASKS) return;
  yield {
    message: `it has ${tasks.length} tasks, of which Argo takes ${MAX_TASKS}`,
    hint: "map one task over a list instead of placing many that are alike, or split it into several DAGs",
  };
}

function* inputCount({ tasks }: DagSpec): Iterable<Complaint> {
  for (const task of tasks) {
    const count = task.inputs.length + (task.over === undefined ? 1 : 2);
    if (count <= MAX_INPUTS) continue;
    yield {
      task,
      message: `it has ${count} inputs, its id among them, of which Argo takes ${MAX_INPUTS}`,
      hint: "let an upstream put several values into one object",
    };
  }
}

/** Argo would wait for ever for a value of a task that is not above. */
function* ancestors({ tasks }: DagSpec): Iterable<Complaint> {
  for (const task of tasks) {
    if (task.inputs.length === 0 && task.over === undefined && task.gates.length === 0) continue;
    const read = [
      ...task.inputs.map(({ from }) => from.taskId),
      ...(task.over === undefined ? [] : [task.over.taskId]),
      ...task.gates.map(({ upstream }) => upstream),
    ];
    const above = new Set(task.upstream);
    for (const taskId of new Set(read)) {
      if (above.has(taskId)) continue;
      const message = `it reads an output of "${taskId}", which is not upstream of it`;
      yield { task, message, hint: `draw the edge: after("${taskId}")` };
    }
  }
}

function* parameterNames({ tasks }: DagSpec): Iterable<Complaint> {
  for (const task of tasks) {
    if (task.inputs.length === 0 && task.outputs.length === 0) continue;
    const names = [
      ...task.inputs.map(({ name }) => name),
      ...task.outputs.map(({ parameter }) => parameter),
    ];
    for (const name of names) {
      if (PARAMETER_NAME.test(name)) continue;
      const message = `${JSON.stringify(name)} cannot be a parameter's name`;
      yield { task, message, hint: "use letters, digits and underscores" };
    }
  }
}

function* ownLabels({ labels, annotations }: DagSpec): Iterable<Complaint> {
  for (const key of [...Object.keys(labels), ...Object.keys(annotations)]) {
    if (!OWN_LABEL.test(key)) continue;
    const hint = "take it out, or choose another name";
    yield { message: `"${key}" is airgo's own label`, hint };
  }
}

function* argoLabels({ labels, annotations }: DagSpec): Iterable<Complaint> {
  for (const key of [...Object.keys(labels), ...Object.keys(annotations)]) {
    const reason = argosReason(key);
    if (reason === undefined) continue;
    yield { message: `"${key}" is Argo's own: ${reason}`, hint: "take it out" };
  }
}

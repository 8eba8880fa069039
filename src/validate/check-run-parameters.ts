// The parameters of a run that a scheduled DAG's templates name: where there is none, Argo refuses the CronWorkflow, while a
// run by hand may be given any (workflow/validate/validate.go: ValidateWorkflow).

import { variablesIn } from "./check-variables.ts";
import type { Complaint } from "./finding.ts";
import { type Place, placesAt } from "./places.ts";
import { isNamed } from "./plain-data.ts";

const OF_RUN = /^workflow\.parameters\.(.+)$/;

/** What is wrong with the WorkflowTemplate of a DAG that has a schedule; a parameter is told of once. */
export function missingRunParameters(workflowTemplate: unknown): readonly Complaint[] {
  const root = { value: workflowTemplate, path: [] };
  const declared = placesAt(root, "spec.arguments.parameters.*.name").map(({ value }) => value);
  const known = new Set<unknown>([...declared, "json"]); // all of them as JSON
  const complaints = new Map<string, Complaint>();
  for (const template of placesAt(root, "spec.templates.*")) {
    for (const [name, path] of parametersOf(template)) {
      if (!known.has(name) && !complaints.has(name)) {
        complaints.set(name, complaintOf(name, path, template));
      }
    }
  }
  return [...complaints.values()];
}

/** The names in a template's texts. Its inputs are filled in when it runs, and Argo does not look at them before. */
function parametersOf({ value }: Place): readonly (readonly [name: string, path: string])[] {
  return variablesIn({ value, path: [] }).flatMap((variable) => {
    const [, name] = OF_RUN.exec(variable.name ?? "") ?? [];
    if (name === undefined || variable.path[0] === "inputs") return [];
    return [[name, variable.path.join(".")] as const];
  });
}

function complaintOf(name: string, path: string, { value }: Place): Complaint {
  const template = isNamed(value) ? ` ${value.name}` : "";
  const text = `{{workflow.parameters.${name}}}`;
  return {
    message: `its template${template} holds ${text} in ${path}, and no scheduled run has such a parameter`,
    hint: `declare it in templates/configuration/workflow.yaml: spec: { arguments: { parameters: [{ name: ${name}, value: "…" }] } }`,
  };
}

// Argo's braces in the templates of template files (workflow/validate/validate.go: resolveAllVariables). What an expression,
// {{=…}}, would be is only known when it runs.

import { type Place, placesAt, type Refusal, textsIn } from "./places.ts";
import { isMap } from "./plain-data.ts";

/** One `{{…}}` in a text. */
export interface Variable {
  /** Where its text stands. */
  readonly path: Place["path"];
  /** Undefined where the braces are not closed. */
  readonly name: string | undefined;
}

// util/variables/keys: what every run has; which labels and parameters there are, is only known when one is made.
const OF_RUNS =
  /^workflow\.(?:(?:name|namespace|uid|mainEntrypoint|serviceAccountName|status|priority)$|creationTimestamp|scheduledTime|duration|parameters|labels|annotations|outputs)/;
const CHECKED = /^(?:item|steps|inputs|pod|workflow|tasks)\./;
const FREE = /^(?:tasks\.name|steps\.name|pod\.name$)/;

export function variablesIn(place: Place): readonly Variable[] {
  return [...textsIn(place)].flatMap(({ value, path }) =>
    value.includes("{{") ? namesIn(value).map((name) => ({ path, name })) : [],
  );
}

/** What a template's own inputs are called in braces. */
export function inputsOf(template: Place): ReadonlySet<string> {
  const parameters = namesAt(template, "parameters");
  const artifacts = namesAt(template, "artifacts").flatMap((name) => [name, `${name}.path`]);
  const all = parameters.length > 0 ? ["inputs.parameters"] : [];
  return new Set([...all, ...parameters, ...artifacts]);
}

function namesAt(template: Place, kind: string): readonly string[] {
  const names = placesAt(template, `inputs.${kind}.*.name`);
  return names.map(({ value }) => `inputs.${kind}.${value}`);
}

/** What is wrong with a variable in a template that knows these, and those of every run. */
export function checkVariable(
  { path, name }: Variable,
  known: ReadonlySet<string>,
): Refusal | undefined {
  if (name === undefined) {
    const hint = "close it, or write the braces apart: { {";
    return { path, message: "has {{ without }}", hint };
  }
  if (!CHECKED.test(name) || FREE.test(name)) return undefined;
  if (OF_RUNS.test(name) || known.has(name)) return undefined;
  return { path, message: `holds {{${name}}}, which there is not here`, hint: hintFor(name) };
}

function hintFor(name: string): string {
  const [, input] = /^inputs\.parameters\.(.+)$/.exec(name) ?? [];
  if (input === undefined) {
    return "Argo's variables are at https://argo-workflows.readthedocs.io/en/latest/variables/";
  }
  // The Python parent passed the DAG's id as an input.
  if (input === "dag-id") {
    return "write <% dagId %> for the DAG's id; every task has DAG_ID and TASK_ID in its environment";
  }
  return `give the template one: inputs: { parameters: [{ name: ${input}, value: "…" }] }`;
}

/** A user's own templates in workflow.yaml; a graph's tasks and steps have more, of which only its inputs are looked at. */
export function* checkOwnTemplates(file: Place): Iterable<Refusal> {
  for (const template of placesAt(file, "spec.templates.*")) {
    const known = new Set([...inputsOf(template), "workflow.failures"]); // it may be an exit handler
    const { value } = template;
    const isGraph = isMap(value) && (value.dag !== undefined || value.steps !== undefined);
    for (const variable of variablesIn(template)) {
      // A text with open braces may be a script's, and nothing that airgo needs stands behind it.
      if (variable.name === undefined || (isGraph && !isOfGraph(variable))) continue;
      const wrong = checkVariable(variable, known);
      if (wrong !== undefined) yield wrong;
    }
  }
}

function isOfGraph({ name, path }: Variable): boolean {
  return name?.startsWith("inputs.parameters.") === true && !path.includes("inline");
}

/** As fasttemplate cuts a text; of an expression nothing is known, so it has no name here. */
function namesIn(text: string): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (let at = text.indexOf("{{"); at >= 0; ) {
    const end = text.indexOf("}}", at + 2);
    if (end < 0) return [...names, undefined];
    const inside = text.slice(at + 2, end);
    if (!inside.startsWith("=")) names.push(inside.trim());
    at = text.indexOf("{{", end + 2);
  }
  return names;
}

// A user's own templates in workflow.yaml, and what refers to them (workflow/validate/validate.go).

import { didYouMean } from "../core/did-you-mean.ts";
import { entriesOf, type Place, placesAt, type Refusal } from "./places.ts";
import { isMap, isNamed, type Named } from "./plain-data.ts";
import { isSuppliedInput } from "./supplied.ts";

// validateTemplateType
const TYPES = [
  "container",
  "containerSet",
  "steps",
  "script",
  "resource",
  "dag",
  "suspend",
  "data",
  "http",
  "plugin",
];
// What airgo adds.
const AIRGOS = /^(?:dag|run-.*)$/;
const AIRGOS_PARAMETERS = ["creationTimestampOverride", "params"];
const TASKS = ["dag.tasks.*", "steps.*.*"];
const TEMPLATES = "spec.templates.*";

export function typesOf({ value }: Place): readonly string[] {
  return isMap(value) ? TYPES.filter((type) => value[type] !== undefined) : [];
}

export function* checkTemplateTypes(file: Place): Iterable<Refusal> {
  for (const template of placesAt(file, TEMPLATES)) {
    const { value, path } = template;
    if (!isMap(value)) continue;
    const types = typesOf(template);
    if (value.name === undefined) {
      yield { path, message: "has no name", hint: "write name: my-template" };
    }
    if (types.length === 0) {
      yield { path, message: "says nothing to run", hint: `write one of ${TYPES.join(", ")}` };
    } else if (types.length > 1) {
      const message = `is of several types: ${types.join(", ")}`;
      yield { path, message, hint: "write a template for each" };
    }
  }
}

/** An image that neither a template nor templateDefaults has. */
export function* missingImages(file: Place): Iterable<Refusal> {
  for (const type of ["container", "script"]) {
    if (placesAt(file, `spec.templateDefaults.${type}.image`).length > 0) continue;
    for (const { value, path } of placesAt(file, `${TEMPLATES}.${type}`)) {
      if (!isMap(value) || value.image !== undefined) continue;
      yield { path, message: "has no image", hint: 'write one: image: "me/my:1"' };
    }
  }
}

/** `onExit`, hooks and the tasks of a user's own graphs name templates that there are. */
export function* checkReferences(file: Place): Iterable<Refusal> {
  const names = placesAt(file, `${TEMPLATES}.name`).map(({ value }) => String(value));
  const owners = TASKS.flatMap((tasks) => placesAt(file, `${TEMPLATES}.${tasks}`));
  const references = [
    ...placesAt(file, "spec.onExit"),
    ...owners.flatMap((task) => [...placesAt(task, "template"), ...placesAt(task, "onExit")]),
    ...hooksOf(file)
      .flatMap(entriesOf)
      .flatMap((hook) => placesAt(hook, "template")),
  ];
  for (const { value, path } of references) {
    if (typeof value !== "string" || value === "" || value.includes("{{")) continue;
    if (AIRGOS.test(value) || names.includes(value)) continue;
    const message = `names the template "${value}", which there is not`;
    yield { path, message, hint: didYouMean(value, names) || "write it under spec.templates" };
  }
}

/** A task or a step that runs nothing. */
export function* emptyTasks(file: Place): Iterable<Refusal> {
  for (const tasks of TASKS) {
    for (const { value, path } of placesAt(file, `${TEMPLATES}.${tasks}`)) {
      if (!isMap(value) || ["template", "templateRef", "inline"].some((way) => way in value))
        continue;
      yield { path, message: "names no template", hint: "write template: my-template" };
    }
  }
}

/** Nobody gives an exit handler arguments. */
export function* unsuppliedOnExit(file: Place): Iterable<Refusal> {
  const [onExit] = placesAt(file, "spec.onExit");
  for (const { path } of unsuppliedInputs(file, onExit?.value)) {
    const hint = "give it a value, or take it from workflow.parameters";
    yield { path, message: "has no value, and onExit passes none", hint };
  }
}

/** A hook's arguments are its own, but that of the end is given the run's where it has none (LifecycleHook.WithArgs). */
export function* unsuppliedByHooks(file: Place): Iterable<Refusal> {
  const ofRun = [...AIRGOS_PARAMETERS, ...argumentsOf(placesAt(file, "spec"))];
  for (const hook of hooksOf(file).flatMap(entriesOf)) {
    const [template] = placesAt(hook, "template");
    const own = argumentsOf([hook]);
    const given = hook.key === "exit" && own.length === 0 ? ofRun : own;
    for (const { value } of unsuppliedInputs(file, template?.value)) {
      if (given.includes(value.name)) continue;
      const { name } = value;
      const message = `gives no ${name}, which its template "${template?.value}" asks for`;
      const hint = `write arguments: { parameters: [{ name: ${name}, value: "…" }] }, or give the template's input a value`;
      yield { path: hook.path, message, hint };
    }
  }
}

function argumentsOf(owners: readonly Place[]): readonly unknown[] {
  return owners
    .flatMap((owner) => placesAt(owner, "arguments.parameters.*.name"))
    .map(({ value }) => value);
}

/** The inputs of the file's template of that name that say no value themselves. */
function unsuppliedInputs(file: Place, name: unknown): readonly (Place & { value: Named })[] {
  return placesAt(file, TEMPLATES)
    .filter(({ value }) => isNamed(value) && value.name === name)
    .flatMap((template) => placesAt(template, "inputs.parameters.*"))
    .flatMap(({ value, path }) =>
      isNamed(value) && !isSuppliedInput(value) ? [{ value, path }] : [],
    );
}

/** The hooks of runs, and of tasks and steps. */
function hooksOf(file: Place): readonly Place[] {
  const owners = ["spec", ...TASKS.map((tasks) => `${TEMPLATES}.${tasks}`)];
  return owners.flatMap((owner) => placesAt(file, `${owner}.hooks`));
}

/** Which of them runs a hook, unless it is that of the end (validateHooks). */
export function* checkHooks(file: Place): Iterable<Refusal> {
  for (const { key, value, path } of hooksOf(file).flatMap(entriesOf)) {
    if (key === "exit" || !isMap(value) || (value.expression ?? "") !== "") continue;
    const hint = `say when it runs: expression: workflow.status == "Failed"`;
    yield { path, message: "has no expression", hint };
  }
}

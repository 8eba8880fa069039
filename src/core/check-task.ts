// One operator: its id, its arguments' names, and its options over the DAG's `defaultArgs`.

import { isPlainObject, OptionReader } from "./check-value.ts";
import type { DagRecord } from "./dag-builder.ts";
import { didYouMean, nearest } from "./did-you-mean.ts";
import { taskIdComplaint } from "./names.ts";
import { readOperatorOptions, type TaskOptionsSpec } from "./operator-options.ts";
import { DEFAULT_ARG_NAMES } from "./options.ts";
import { show } from "./parsed.ts";
import type { Problems } from "./problems.ts";
import type { TaskRecord } from "./task.ts";
import { known, unknownDefault } from "./unknown-option.ts";

/** Options by name, as given. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/** The operator's own option, else the DAG's default for it. */
export function optionOf(dag: DagRecord, task: TaskRecord, name: string): unknown {
  return own(task.options, defaultArgsOf(dag), name);
}

function own(options: GivenOptions, defaults: GivenOptions, name: string): unknown {
  return options[name] === undefined ? defaults[name] : options[name];
}

function defaultArgsOf(dag: DagRecord): GivenOptions {
  const { defaultArgs } = dag.options;
  return isPlainObject(defaultArgs) ? defaultArgs : {};
}

/** The defaults that hold, and what they make of a task that has no options of its own. */
export interface CheckedDefaults {
  readonly given: GivenOptions;
  readonly options: TaskOptionsSpec;
}

/** What is wrong with the DAG's defaults is told here, once, and not for every task. */
export function checkDefaultArgs(dag: DagRecord, problems: Problems): CheckedDefaults {
  const given = defaultArgsOf(dag);
  const reader = new OptionReader(problems, { prefix: "defaultArgs: ", details: {} }, (name) =>
    own(given, {}, name),
  );
  const { defaultArgs } = dag.options;
  if (defaultArgs !== undefined && defaultArgs !== given) {
    const message = `they are ${show(defaultArgs)}`;
    reader.refuse("invalid-option", message, "write an object of options: { retries: 1 }");
  }
  for (const name of Object.keys(given)) {
    if (DEFAULT_ARG_NAMES.has(name)) continue;
    const message = `there is no operator option "${name}"`;
    reader.refuse("unknown-option", message, unknownDefault(name));
  }
  const options = readOperatorOptions(reader);
  const held = Object.entries(given).filter(([name]) => !reader.refused.has(name));
  return { given: Object.fromEntries(held), options };
}

export function checkTaskOptions(
  task: TaskRecord,
  defaults: CheckedDefaults,
  problems: Problems,
): TaskOptionsSpec {
  const { taskId, site } = task;
  const name = taskId === "" ? `a task of ${task.operator}` : `task "${taskId}"`;
  const owner = { prefix: `${name}: `, details: { site, taskId } };
  const reader = new OptionReader(problems, owner, (name) =>
    own(task.options, defaults.given, name),
  );
  checkId(task, problems);
  checkArguments(task, reader);
  checkUnknown(task, reader);
  checkUse(task, reader);
  return hasOwnOptions(task) ? readOperatorOptions(reader) : defaults.options;
}

function hasOwnOptions({ options }: TaskRecord): boolean {
  for (const name in options) {
    if (DEFAULT_ARG_NAMES.has(name)) return true;
  }
  return false;
}

function checkId({ taskId: whole, options, operator, site }: TaskRecord, problems: Problems): void {
  const { taskId } = options;
  if (taskId === undefined || taskId === "") {
    const message = `a task of ${operator} has no taskId`;
    problems.add("missing-option", message, { hint: 'write taskId: "my-task"', site });
    return;
  }
  const wrong = taskIdComplaint(typeof taskId === "string" ? whole : taskId);
  if (wrong !== undefined) {
    problems.add(wrong.code, wrong.what, { hint: wrong.hint, site, taskId: whole });
  }
}

/** Types are gone at run time, and a class's own arguments are free: so what is nearly an option is refused. */
function checkArguments(task: TaskRecord, reader: OptionReader): void {
  const hasId = task.options.taskId !== undefined;
  for (const name in task.args) {
    const meant = hasId ? nearestOption(name) : nearest(name, [...DEFAULT_ARG_NAMES, "taskId"]);
    if (meant === undefined || task.argumentNames.includes(name)) continue;
    reader.refuse(
      "unknown-option",
      `argument "${name}" is nearly the option "${meant}"`,
      `did you mean "${meant}"? If not, name it in the class: static override readonly argumentNames = ["${name}"]`,
    );
  }
}

const nearOptions = new Map<string, string | undefined>();

/** Remembered, because an operator's arguments have the same names in every task. */
function nearestOption(argument: string): string | undefined {
  if (!nearOptions.has(argument)) nearOptions.set(argument, nearest(argument, DEFAULT_ARG_NAMES));
  return nearOptions.get(argument);
}

/** A task function's options stand apart from its inputs, so that none is free. */
function checkUnknown(task: TaskRecord, reader: OptionReader): void {
  for (const name of task.unknownOptions) {
    const hint =
      name === "taskId" || name === "id"
        ? 'the id is the first argument of dag.task(), and of one call: fn({ … }, { id: "…" })'
        : didYouMean(name, DEFAULT_ARG_NAMES) || known(DEFAULT_ARG_NAMES);
    reader.refuse("unknown-option", `there is no option "${name}"`, hint);
  }
}

function checkUse(task: TaskRecord, reader: OptionReader): void {
  const name = "ignoreDownstreamTriggerRules";
  if (task.kind === "short-circuit" || task.options[name] === undefined) return;
  const hint = "take it out, or extend ShortCircuitOperator";
  reader.refuse("invalid-option", `${name} is only for short circuits`, hint);
}

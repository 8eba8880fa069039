// One operator: its id, its arguments' names, and its options over the DAG's `defaultArgs`.

import { DAG_RECORD } from "./brands.ts";
import { isPlainObject, OptionReader } from "./check-value.ts";
import type { DagRecord } from "./dag-builder.ts";
import { nearest } from "./did-you-mean.ts";
import { isAirgoError } from "./errors.ts";
import { isTaskId, parseTaskId } from "./names.ts";
import { readOperatorOptions, type TaskOptionsSpec } from "./operator-options.ts";
import { DEFAULT_ARG_NAMES, OPERATOR_OPTION_NAMES } from "./options.ts";
import { show } from "./parsed.ts";
import type { Problems } from "./problems.ts";
import type { TaskRecord } from "./task.ts";
import { unknownDefault } from "./unknown-option.ts";

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

/** The defaults that hold. What is wrong with the others is told here, once, and not for every task. */
export function checkDefaultArgs(dag: DagRecord, problems: Problems): GivenOptions {
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
  readOperatorOptions(reader);
  return Object.fromEntries(Object.entries(given).filter(([name]) => !reader.refused.has(name)));
}

export function checkTaskOptions(
  task: TaskRecord,
  defaults: GivenOptions,
  problems: Problems,
): TaskOptionsSpec {
  const { taskId, site } = task;
  const name = taskId === "" ? `a task of ${task.operator}` : `task "${taskId}"`;
  const owner = { prefix: `${name}: `, details: { site, taskId } };
  const reader = new OptionReader(problems, owner, (name) => own(task.options, defaults, name));
  checkId(task, reader);
  checkArguments(task, reader);
  checkUnknown(task, reader);
  const options = readOperatorOptions(reader);
  checkUse(task, options, reader);
  return options;
}

function checkId(task: TaskRecord, reader: OptionReader): void {
  const { taskId } = task.options;
  if (taskId === undefined || taskId === "") {
    reader.refuse("missing-option", "it has no taskId", 'write taskId: "my-task"');
  } else if (typeof taskId !== "string") {
    reader.refuse("invalid-name", `its taskId is ${show(taskId)}`, 'write a text: taskId: "my-task"');
  } else if (!isTaskId(task.taskId)) {
    tell(() => parseTaskId(task.taskId), reader);
  }
}

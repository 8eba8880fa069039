// What an operator's constructor puts on record: what it was given, sorted, and nothing checked.

import { DAG_RECORD } from "../core/brands.ts";
import { isDag } from "../core/collect-dags.ts";
import { AirgoError } from "../core/errors.ts";
import { type Callable, locate, type Site } from "../core/location.ts";
import { OPERATOR_OPTION_NAMES } from "../core/options.ts";
import type { TaskKind } from "../core/spec.ts";
import { type OverRecord, TaskRecord } from "../core/task.ts";

/** Said by airgo's own operator classes beside the user's options. */
const INTERNAL: unique symbol = Symbol.for("airgo.internalOptions");

export interface InternalOptions {
  readonly kind?: TaskKind;
  readonly over?: OverRecord;
  /** Arguments that do not stand beside the options (a task function's inputs), and so may have any name. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly unknownOptions?: readonly string[];
  /** Options that are neither airgo's nor arguments. */
  readonly hidden?: readonly string[];
  /** The name of the operator, where it is not its class. */
  readonly operator?: string;
  /** Where the user placed the task, when that is not where the constructor was called. */
  readonly above?: Callable;
}

type Given = Readonly<Record<string, unknown>>;

/** The class that a user wrote. */
export type OperatorClass = Callable & {
  readonly name: string;
  readonly argumentNames: readonly string[];
};

/** The user's options with what airgo's own class says beside them. */
export function withInternal<Options>(options: Options, internal: InternalOptions): Options {
  return { ...options, [INTERNAL]: internal };
}

/** What the user called to place the task; undefined: the operator's constructor. */
export function siteAbove(given: object): Callable | undefined {
  return internalOptions(given).above;
}

export function recordOperator(given: Given, operator: OperatorClass, site: Site): TaskRecord {
  const internal = internalOptions(given);
  const { dag } = given;
  if (!isDag(dag)) {
    const taskId = typeof given.taskId === "string" ? `task "${given.taskId}"` : operator.name;
    throw new AirgoError("missing-option", `${taskId} has no dag`, {
      hint: 'give the DAG that the task belongs to: new MyOperator({ taskId: "…", dag })',
      location: locate(site),
    });
  }
  const { group } = dag[DAG_RECORD];
  const { options, args } = split(given, internal.hidden);
  return new TaskRecord({
    taskId: fullId(group, given.taskId),
    group,
    dag,
    options,
    args: internal.args ?? args,
    argumentNames: argumentNames(internal, operator),
    unknownOptions: internal.unknownOptions ?? [],
    kind: internal.kind ?? "task",
    over: internal.over,
    operator: internal.operator ?? operator.name,
    site,
  });
}

/** A task function's inputs may have any name. */
function argumentNames({ args }: InternalOptions, operator: OperatorClass): readonly string[] {
  const own = operator.argumentNames;
  return args === undefined ? own : Object.keys(args).concat(own);
}

/** A wrong id is recorded as it is and told when the DAG is built. */
function fullId(group: string | undefined, taskId: unknown): string {
  const id = typeof taskId === "string" ? taskId : "";
  return group === undefined || id === "" ? id : `${group}-${id}`;
}

function internalOptions(given: object): InternalOptions {
  return INTERNAL in given ? (given[INTERNAL] as InternalOptions) : {}; // only airgo's own classes set it
}

function split(given: Given, hidden: readonly string[] = []) {
  const options: Record<string, unknown> = {};
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (OPERATOR_OPTION_NAMES.has(name)) options[name] = value;
    else if (!hidden.includes(name)) args[name] = value;
  }
  return { options, args };
}

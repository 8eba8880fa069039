import { DAG_RECORD, hasBrand, INSTANTIATE, TASK_RECORD } from "../core/brands.ts";
import { consoleLogger } from "../core/console-logger.ts";
import type { Context } from "../core/context.ts";
import { type AnyDag, placeTask } from "../core/dag-builder.ts";
import { AirgoError } from "../core/errors.ts";
import { type Callable, captureSite, locate } from "../core/location.ts";
import type { Logger } from "../core/logger.ts";
import { OPERATOR_OPTION_NAMES, type OperatorOptions } from "../core/options.ts";
import { type Input, isReference, OutputRef } from "../core/output-ref.ts";
import type { TaskKind } from "../core/spec.ts";
import { type AttemptFrame, type OverRecord, Task, TaskRecord } from "../core/task.ts";

/** Marks the operators whose outputs are lists for whoever takes them; a type, never a value. */
export declare const MAPPED: unique symbol;

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

/** The class's own arguments: each a literal, or a reference to an upstream's output of that type. */
export type ArgumentInputs<Args> = { readonly [Name in keyof Args]: Input<Args[Name]> };

/** What a constructor takes. An argument may not have an option's name: the type then says so. */
export type OptionsOf<Args> = [keyof Args & keyof OperatorOptions] extends [never]
  ? OperatorOptions & ArgumentInputs<Args>
  : {
      readonly "an argument has the name of an operator option": keyof Args & keyof OperatorOptions;
    };

type NoArguments = Record<never, never>;

/** The names that `task.output()` takes: members of the operator's class, and what `execute()` returns. */
export type OutputName<Operator> =
  | "return_value"
  | Exclude<keyof Operator & string, keyof BaseOperator<NoArguments>>;

/** The type of an output; of a fan-out, the list of its items' outputs. */
export type OutputValue<Operator, Name> = Operator extends { readonly [MAPPED]: true }
  ? OwnOutput<Operator, Name>[]
  : OwnOutput<Operator, Name>;

type OwnOutput<Operator, Name> = Name extends "return_value"
  ? Operator extends { execute(...args: never[]): infer Returned }
    ? Awaited<Returned>
    : never
  : Name extends keyof Operator
    ? MemberValue<Operator[Name]>
    : never;

type MemberValue<Member> = Member extends (...args: never[]) => infer Returned
  ? Awaited<Returned>
  : Awaited<Member>;

/** The user's options with what airgo's own class says beside them. */
export function withInternal<Options>(options: Options, internal: InternalOptions): Options {
  return { ...options, [INTERNAL]: internal };
}

interface Attempt {
  readonly operator: unknown;
  readonly origin: TaskRecord;
  readonly frame: AttemptFrame;
}

// Set while `INSTANTIATE` calls the user's constructor, so that a subclass needs no second parameter.
let attempt: Attempt | undefined;

/**
 * The operator that all others extend. A subclass names its arguments and says what to do:
 *
 * ```ts
 * class HelloWorldOperator extends BaseOperator<{ message: string }> {
 *   execute() {
 *     this.logger.info(this.args.message);
 *   }
 * }
 * ```
 *
 * The constructor only records. Each attempt, and each item of a fan-out, runs on a fresh instance.
 */
export abstract class BaseOperator<Args extends object = NoArguments> extends Task {
  /** Own arguments whose names are nearly an option's, and are meant. */
  static readonly argumentNames: readonly string[] = [];

  readonly [TASK_RECORD]: TaskRecord;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #frame: AttemptFrame | undefined;
  #args: Readonly<Args> | undefined;

  constructor(options: OptionsOf<Args>) {
    super();
    this.#given = { ...options };
    // A constructor may make other operators too; those are no attempts.
    if (attempt?.operator === new.target) {
      this.#frame = attempt.frame;
      this[TASK_RECORD] = new TaskRecord({ ...attempt.origin, detached: true });
    } else {
      this[TASK_RECORD] = recordOf(this.#given, new.target);
      if (attempt === undefined) placeTask(this.dag, this);
    }
  }

  get taskId(): string {
    return this[TASK_RECORD].taskId;
  }

  get dag(): AnyDag {
    return this[TASK_RECORD].dag;
  }

  /** The class's own arguments; a reference is the upstream's value by the time `execute()` runs, and an error before. */
  get args(): Readonly<Args> {
    this.#args ??= resolve(this[TASK_RECORD], this.#frame) as Readonly<Args>; // the constructor's types checked each
    return this.#args;
  }

  /** Lines that carry the DAG, the task, the try, the run and the map index. */
  get logger(): Logger {
    return this.#frame?.context.logger ?? consoleLogger({ taskId: this.taskId });
  }

  /** A typed reference to an output: a member with `@artifactProperty()`, or `return_value`. */
  output<Name extends OutputName<this>>(name: Name): OutputRef<OutputValue<this, Name>> {
    return new OutputRef({ task: this, output: name, orNull: false });
  }

  abstract override execute(context: Context): unknown;

  /** Internal: the frame of the attempt that this instance runs, or undefined on the instance as written. */
  protected get attemptFrame(): AttemptFrame | undefined {
    return this.#frame;
  }

  override [INSTANTIATE](frame: AttemptFrame): Task {
    const outer = attempt;
    attempt = { operator: this.constructor, origin: this[TASK_RECORD], frame };
    try {
      // The class that the user wrote, called again with what it passed on.
      return Reflect.construct(this.constructor, [this.#given]);
    } finally {
      attempt = outer;
    }
  }
}

type OperatorClass = typeof BaseOperator<NoArguments>;

function recordOf(given: Readonly<Record<string, unknown>>, operator: OperatorClass): TaskRecord {
  const internal = internalOptions(given);
  const site = captureSite(internal.above ?? operator);
  const { dag } = given;
  if (!isDag(dag)) {
    throw new AirgoError("missing-option", `task ${JSON.stringify(given.taskId)} has no dag`, {
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
    argumentNames: Object.keys(internal.args ?? {}).concat(operator.argumentNames),
    unknownOptions: internal.unknownOptions ?? [],
    kind: internal.kind ?? "task",
    over: internal.over,
    operator: internal.operator ?? operator.name,
    detached: attempt !== undefined,
    site,
  });
}

/** A wrong id is recorded as it is and told when the DAG is built. */
function fullId(group: string | undefined, taskId: unknown): string {
  const id = typeof taskId === "string" ? taskId : "";
  return group === undefined ? id : `${group}-${id}`;
}

function isDag(value: unknown): value is AnyDag {
  return hasBrand(value, DAG_RECORD);
}

function internalOptions(given: object): InternalOptions {
  return INTERNAL in given ? (given[INTERNAL] as InternalOptions) : {}; // only airgo's own classes set it
}

function split(given: Readonly<Record<string, unknown>>, hidden: readonly string[] = []) {
  const options: Record<string, unknown> = {};
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (OPERATOR_OPTION_NAMES.has(name)) options[name] = value;
    else if (!hidden.includes(name)) args[name] = value;
  }
  return { options, args };
}

/** The arguments with references replaced by values, or, before the task runs, by errors. */
function resolve(record: TaskRecord, frame: AttemptFrame | undefined): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.args)) {
    if (!isReference(value)) args[name] = value;
    else if (frame !== undefined && name in frame.args) args[name] = frame.args[name];
    else
      Object.defineProperty(args, name, { enumerable: true, get: () => unresolved(record, name) });
  }
  return args;
}

function unresolved(record: TaskRecord, name: string): never {
  throw new AirgoError(
    "unresolved-reference",
    `argument "${name}" of task "${record.taskId}" is a reference: it has no value before the task runs`,
    {
      hint: `read this.args.${name} inside execute()`,
      location: locate(record.site),
      dagId: record.dag.dagId,
      taskId: record.taskId,
    },
  );
}

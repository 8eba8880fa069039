import { DETACHED, INSTANTIATE, TASK_RECORD } from "../core/brands.ts";
import { consoleLogger } from "../core/console-logger.ts";
import type { Context } from "../core/context.ts";
import { type AnyDag, placeTask } from "../core/dag-builder.ts";
import { SITE_FRAMES, type Site } from "../core/location.ts";
import type { Logger } from "../core/logger.ts";
import { OutputRef } from "../core/output-ref.ts";
import { type AttemptFrame, Task, type TaskRecord } from "../core/task.ts";
import type {
  NoArguments,
  OptionsOf,
  OutputName,
  OutputValue,
  OwnArguments,
} from "./operator-types.ts";
import { recordOperator, siteAbove } from "./record-operator.ts";
import { resolveArguments } from "./resolve-arguments.ts";

export type { MAPPED, OutputName, OutputValue } from "./operator-types.ts";

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
export abstract class BaseOperator<Args extends OwnArguments = NoArguments> extends Task {
  /** Own arguments whose names are nearly an option's, and are meant. */
  static readonly argumentNames: readonly string[] = [];

  readonly [TASK_RECORD]: TaskRecord;
  readonly [DETACHED]: boolean;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #frame: AttemptFrame | undefined;
  #args: Readonly<Args> | undefined;

  constructor(options: OptionsOf<Args>) {
    super();
    this.#given = { ...options };
    this[DETACHED] = attempt !== undefined;
    // A constructor may make other operators too; those are no attempts.
    if (attempt?.operator === new.target) {
      this.#frame = attempt.frame;
      this[TASK_RECORD] = attempt.origin;
    } else {
      const site: Site = {};
      const above = siteAbove(this.#given);
      const { stackTraceLimit } = Error;
      // Not by `captureSite()`: V8 takes its time for every frame. Only the user's own code calls a constructor.
      Error.stackTraceLimit = above === undefined ? 1 : SITE_FRAMES;
      Error.captureStackTrace(site, above ?? new.target);
      Error.stackTraceLimit = stackTraceLimit;
      this[TASK_RECORD] = recordOperator(this.#given, new.target, site);
      if (!this[DETACHED]) placeTask(this.dag, this);
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
    this.#args ??= resolveArguments(this[TASK_RECORD], this.#frame) as Readonly<Args>; // the constructor's types checked each
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
      const options = frame.watch === undefined ? this.#given : frame.watch(this.#given);
      return Reflect.construct(this.constructor, [options]);
    } finally {
      attempt = outer;
    }
  }
}

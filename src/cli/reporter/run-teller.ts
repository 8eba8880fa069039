// A run in words, from its first event to its summary.

import type { RunEvent } from "../../../runtime/local/run-event.ts";
import type { LogRecord } from "../../../runtime/logger/create-logger.ts";
import type { Location } from "../../core/location.ts";
import type { DagSpec } from "../../core/spec.ts";
import type { Paint } from "../paint.ts";
import { printSummary } from "./print-summary.ts";
import { attemptName, type RunStyle, runStyle } from "./run-style.ts";
import { placeOfStack } from "./user-stack.ts";
import { wordsOf } from "./wording.ts";

export interface TellerOptions {
  readonly spec: DagSpec;
  readonly paint: Paint;
  readonly cwd: string;
  /** Whether the run can be resumed. */
  readonly isKept: boolean;
}

export class RunTeller {
  readonly #options: TellerOptions;
  /** Where the last error that a task logged came from. */
  readonly #places = new Map<string, Location>();
  #taskIds: readonly string[] = [];
  #style: RunStyle;

  constructor(options: TellerOptions) {
    this.#options = options;
    this.#style = this.#styleFor([]);
  }

  get idWidth(): number {
    return this.#style.idWidth;
  }

  /** The lines that tell of the event; empty where there is nothing to tell. */
  tell(event: RunEvent): string {
    if (event.kind === "run-started") this.#start(event.taskIds);
    if (event.kind === "log") this.#keepPlace(event.taskId, event.record);
    const words = wordsOf(event, this.#style);
    if (event.kind !== "run-finished") return words;
    const { isKept } = this.#options;
    const placeOf = (taskId: string) => this.#places.get(taskId) ?? this.#declaredAt(taskId);
    return (
      words +
      printSummary({ outcome: event.outcome, taskIds: this.#taskIds, placeOf, isKept }, this.#style)
    );
  }

  #start(taskIds: readonly string[]): void {
    this.#taskIds = taskIds;
    this.#style = this.#styleFor(taskIds);
  }

  #styleFor(taskIds: readonly string[]): RunStyle {
    const { spec, paint, cwd } = this.#options;
    const mapped = new Set<string>(
      spec.tasks.filter(({ over }) => over).map((task) => task.taskId),
    );
    const names = taskIds.map((id) => (mapped.has(id) ? attemptName(id, 0) : id));
    return runStyle(names, { paint, cwd, timezone: spec.timezone });
  }

  #keepPlace(taskId: string, { msg, err }: LogRecord): void {
    const stack = err instanceof Error ? err.stack : msg;
    const place = typeof stack === "string" ? placeOfStack(stack) : undefined;
    if (place !== undefined) this.#places.set(taskId, place);
  }

  #declaredAt(taskId: string): Location | undefined {
    return this.#options.spec.tasks.find((task) => task.taskId === taskId)?.location;
  }
}

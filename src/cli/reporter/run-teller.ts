// A run in words, from its first event to its summary.

import type { RunEvent } from "../../../runtime/local/run-event.ts";
import { type Location, locate } from "../../core/location.ts";
import type { DagSpec } from "../../core/spec.ts";
import type { Paint } from "../paint.ts";
import { userFrames } from "./log-lines.ts";
import { printSummary } from "./print-summary.ts";
import { type RunStyle, runStyle } from "./run-style.ts";
import { wordsOf } from "./wording.ts";

export interface TellerOptions {
  readonly spec: DagSpec;
  readonly paint: Paint;
  readonly cwd: string;
}

export class RunTeller {
  readonly #options: TellerOptions;
  /** Where the last error that a task logged came from. */
  readonly #places = new Map<string, Location>();
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
    if (event.kind === "run-started") this.#style = this.#styleFor(event.taskIds);
    if (event.kind === "log") this.#keepPlace(event.taskId, event.record.err);
    const words = wordsOf(event, this.#style);
    if (event.kind !== "run-finished") return words;
    const placeOf = (taskId: string) => this.#places.get(taskId) ?? this.#declaredAt(taskId);
    return words + printSummary({ outcome: event.outcome, placeOf }, this.#style);
  }

  #styleFor(taskIds: readonly string[]): RunStyle {
    const { spec, paint, cwd } = this.#options;
    return runStyle(taskIds, { paint, cwd, timezone: spec.timezone });
  }

  #keepPlace(taskId: string, error: unknown): void {
    const [frame] = userFrames(error);
    const place = frame === undefined ? undefined : locate({ stack: `Error\n${frame}` });
    if (place !== undefined) this.#places.set(taskId, place);
  }

  #declaredAt(taskId: string): Location | undefined {
    return this.#options.spec.tasks.find((task) => task.taskId === taskId)?.location;
  }
}

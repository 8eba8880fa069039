// All pods of one mapped task. Items are started one at a time as places become free, so that a fan-out over many
// items holds no more than those that run.

import type { RunPhase } from "../../src/core/phases.ts";
import type { AttemptSource } from "./attempt-queue.ts";
import { gatherTexts } from "./fan-out.ts";
import { type PodHost, type PodRequest, PodRun } from "./pod-run.ts";
import { type ItemOutcome, NO_TEXTS, type PodOutcome, type Texts } from "./run-outcome.ts";

/** What a fan-out became. */
export interface FanOutOutcome {
  readonly phase: RunPhase;
  readonly attempts: number;
  readonly items: readonly ItemOutcome[];
  readonly outputs: Texts;
  readonly message?: string;
}

export type FanOutRequest = Omit<PodRequest, "mapIndex" | "item"> & {
  readonly items: readonly string[];
  /** How items ended in the run that is resumed. */
  readonly recorded: readonly ItemOutcome[];
};

export class FanOutRun implements AttemptSource {
  readonly #request: FanOutRequest;
  readonly #host: PodHost;
  readonly #onEnd: (outcome: FanOutOutcome) => void;
  /** By place; empty where an item has not ended. */
  readonly #ended: (ItemOutcome | undefined)[];
  #next = 0;
  #left: number;

  constructor(request: FanOutRequest, host: PodHost, onEnd: (outcome: FanOutOutcome) => void) {
    this.#request = request;
    this.#host = host;
    this.#onEnd = onEnd;
    this.#ended = request.items.map(() => undefined);
    for (const known of request.recorded) {
      const isSame = request.items[known.mapIndex] === known.item;
      if (isSame && known.phase === "Succeeded") this.#ended[known.mapIndex] = known;
    }
    this.#left = this.#ended.filter((item) => item === undefined).length;
    this.#skipEnded();
  }

  get hasMore(): boolean {
    return this.#next < this.#request.items.length;
  }

  async start(): Promise<void> {
    const { items, ...request } = this.#request;
    const mapIndex = this.#next;
    const item = items[mapIndex];
    if (item === undefined) throw new Error("a fan-out was started beyond its items");
    this.#next += 1;
    this.#skipEnded();
    const onEnd = (outcome: PodOutcome) => this.#endItem(mapIndex, { ...outcome, mapIndex, item });
    await new PodRun({ ...request, mapIndex, item }, this.#host, onEnd).start();
  }

  /** Ends the fan-out with the items that have ended: the run was stopped. */
  stop(message: string): void {
    this.#onEnd({ ...this.#gather(), phase: "Failed", message });
  }

  /** Ends a fan-out of which every item had ended before. */
  endIfDone(): boolean {
    if (this.#left === 0) this.#onEnd(this.#gather());
    return this.#left === 0;
  }

  #skipEnded(): void {
    while (this.#ended[this.#next] !== undefined) this.#next += 1;
  }

  #endItem(mapIndex: number, outcome: ItemOutcome): void {
    this.#ended[mapIndex] = outcome;
    this.#left -= 1;
    const { taskId } = this.#request.task;
    this.#host.emit({ kind: "item-finished", taskId, mapIndex, outcome });
    this.endIfDone();
  }

  #gather(): FanOutOutcome {
    const items = this.#ended.filter((item) => item !== undefined);
    // The controller's group takes the phase of the last item, in the list's order, that failed.
    const failed = items.filter((item) => item.phase !== "Succeeded");
    return {
      phase: failed.at(-1)?.phase ?? "Succeeded",
      attempts: items.reduce((sum, item) => sum + item.attempts, 0),
      items,
      outputs: this.#gatherOutputs(items),
      ...(failed.length > 0 ? { message: failureOf(failed.length, items.length) } : {}),
    };
  }

  /** Only of items that succeeded: so the list is shorter where some failed, and missing where all did. */
  #gatherOutputs(items: readonly ItemOutcome[]): Texts {
    const good = items.filter((item) => item.phase === "Succeeded");
    const declared = this.#request.task.outputs;
    if (good.length === 0 || declared.length === 0) return NO_TEXTS;
    return new Map(
      declared.map(({ parameter }) => [
        parameter,
        gatherTexts(good.map((item) => item.outputs.get(parameter) ?? "")),
      ]),
    );
  }
}

function failureOf(failed: number, all: number): string {
  return failed === all ? `all ${all} items failed` : `${failed} of ${all} items failed`;
}

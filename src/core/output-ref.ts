import { hasBrand, REFERENCE } from "./brands.ts";
import type { Task } from "./task.ts";

declare const VALUE: unique symbol;

/** What a reference refers to. */
export interface ReferenceRecord {
  readonly task: Task;
  readonly output: string;
  readonly orNull: boolean;
}

/** A typed reference to an output of an upstream; given as an argument, it draws the edge. */
export class OutputRef<T> {
  declare readonly [VALUE]: T;
  readonly [REFERENCE]: ReferenceRecord;

  constructor(record: ReferenceRecord) {
    this[REFERENCE] = record;
  }

  /**
   * The same output, null where its task was skipped: needed under a trigger rule that lets the reader run below a
   * skipped upstream.
   */
  orNull(): OutputRef<T | null> {
    return new OutputRef<T | null>({ ...this[REFERENCE], orNull: true });
  }
}

/** A literal, or a reference to an upstream's output of that type. */
export type Input<T> = T | OutputRef<T>;

export function isReference(value: unknown): value is OutputRef<unknown> {
  return hasBrand(value, REFERENCE);
}

import { AirgoError } from "../../src/core/errors.ts";
import type { ValueOrigin } from "./refuse-value.ts";
import { VALUE_LIMITS, type ValueLimits } from "./wire-format.ts";

export interface EncodeOptions extends ValueOrigin {
  /** How errors name the value itself; `$` unless it is part of a larger one. */
  readonly path?: string;
  readonly limits?: Partial<ValueLimits> | undefined;
  /** Gets a sentence about a value that is large but not refused. */
  readonly warn?: ((message: string) => void) | undefined;
}

const STORAGE_HINT =
  "put it in storage (a bucket, a database) and pass its address to the next task";

/** Refuses or warns of a text; it is ASCII, so that its length is its size. */
export function checkSize(text: string, options: EncodeOptions): void {
  const { value, warning } = { ...VALUE_LIMITS, ...options.limits };
  if (text.length > value) throw tooLarge(kibibytes(text.length), options);
  if (text.length <= warning) return;
  const { subject = "a value" } = options;
  options.warn?.(
    `${subject} is ${kibibytes(text.length)}, and the workflow stores it again for every task that takes it: ${STORAGE_HINT}`,
  );
}

/** Refuses the text of an item that is too large to fan out over. */
export function checkItemSize(text: string, index: number, options: EncodeOptions): void {
  const { item } = { ...VALUE_LIMITS, ...options.limits };
  if (text.length <= item) return;
  const { subject = "the list", dagId, taskId } = options;
  throw new AirgoError(
    "value-too-large",
    `item ${index} of ${subject} is ${kibibytes(text.length)}, more than the ${kibibytes(item)} of an item to fan out over`,
    { hint: STORAGE_HINT, dagId, taskId },
  );
}

export function tooLarge(size: string, options: EncodeOptions, cause?: unknown): AirgoError {
  const { subject = "the value", dagId, taskId } = options;
  const { value } = { ...VALUE_LIMITS, ...options.limits };
  return new AirgoError(
    "value-too-large",
    `${subject} is ${size}, more than the ${kibibytes(value)} that may cross from task to task`,
    { hint: STORAGE_HINT, dagId, taskId, cause },
  );
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

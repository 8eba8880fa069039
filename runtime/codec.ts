// Values to text and back, in the three forms that outputs have; the one place that both the pod and the local executor use.

import { AirgoError } from "../src/core/errors.ts";
import type { OutputForm } from "../src/core/spec.ts";
import { checkItemSize, checkSize, type EncodeOptions } from "./codec/check-size.ts";
import { decodeList, decodeValue } from "./codec/decode-value.ts";
import { encodeItems, encodeValue } from "./codec/encode-value.ts";
import type { ValueOrigin } from "./codec/refuse-value.ts";
import { MAPPED_PREFIX, VALUE_LIMITS, type ValueLimits } from "./codec/wire-format.ts";

export type { EncodeOptions, ValueLimits, ValueOrigin };
export { decodeValue, encodeValue, VALUE_LIMITS };

type Encode = (value: unknown, options: EncodeOptions) => string;

const ENCODERS: Readonly<Record<OutputForm, Encode>> = {
  value: encodeValue,
  list: encodeList,
  mapped: (value, options) => MAPPED_PREFIX + encodeValue(value, options),
};

/** The text of an output in the form that its readers expect. */
export function encodeOutput(
  value: unknown,
  form: OutputForm,
  options: EncodeOptions = {},
): string {
  return ENCODERS[form](value, options);
}

/** The value of an upstream's output; null from one that was skipped, `[]` from a fan-out that was. */
export function decodeInput(text: string, form: OutputForm, origin: ValueOrigin = {}): unknown {
  if (form === "value") return decodeValue(text, origin);
  return decodeList(text, origin) ?? (form === "mapped" ? [] : null);
}

// A list of strings, each an item's text, so that Argo's `{{item}}` is that text.
function encodeList(value: unknown, options: EncodeOptions): string {
  const { subject = "the value", dagId, taskId } = options;
  if (!Array.isArray(value)) {
    throw new AirgoError("not-a-list", `${subject} is fanned out over, and is not a list`, {
      hint: "give an array; an empty one makes no tasks",
      dagId,
      taskId,
    });
  }
  const items = encodeItems(value, options);
  for (const [index, item] of items.entries()) checkItemSize(item, index, options);
  const text = JSON.stringify(items);
  checkSize(text, options);
  return text;
}

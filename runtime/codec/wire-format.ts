// How values stand as text, on the way from task to task. `encode-value.ts` writes it, `decode-value.ts` reads it.
//
// The text is JSON of printable ASCII in which no `{{` can stand: Argo substitutes texts again and quotes them for Go.
// What JSON cannot say is tagged:
//
//     Date       {"$airgo":"Date","value":"2019-03-07T00:00:00.000Z"}
//     bigint     {"$airgo":"bigint","value":"12"}
//     Map        {"$airgo":"Map","value":[[key,value],…]}
//     Set        {"$airgo":"Set","value":[…]}
//     undefined  {"$airgo":"undefined"}
//     an object of the user's that has a field "$airgo": {"$airgo":"object","value":{its fields}}

export const TAG = "$airgo";

/**
 * Stands before each output of a mapped task: where all outputs of a fan-out look like JSON objects or lists, the
 * controller parses and prints them again, which undoes the escapes and sorts the keys.
 */
export const MAPPED_PREFIX = "json:";

/** Sizes in bytes of encoded text. */
export interface ValueLimits {
  /** A larger value is refused. */
  readonly value: number;
  /** A larger value is warned of. */
  readonly warning: number;
  /** A larger item of a list to fan out over is refused. */
  readonly item: number;
}

// A value is stored again in every consumer, and an item three times; the whole Workflow must stay below 1 MiB.
export const VALUE_LIMITS: ValueLimits = { value: 256 * 1024, warning: 32 * 1024, item: 64 * 1024 };

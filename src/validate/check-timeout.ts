import { type Place, placesAt, type Refusal } from "./places.ts";

// Go's time.ParseDuration, without a sign.
const DURATION = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/** A template's `timeout` (workflow/validate/validate.go:566, and checkTemplateTimeout of the controller). */
export function* checkTimeout(template: Place): Iterable<Refusal> {
  for (const { value, path } of placesAt(template, "timeout")) {
    if (typeof value !== "string" || value === "" || value.includes("{{")) continue;
    if (DURATION.test(value)) continue;
    const hint = `write a number with its unit: ${/^\d+$/.test(value) ? `"${value}s"` : '"30s", "10m", "2h"'}`;
    yield { path, message: `is "${value}", which is no duration`, hint };
  }
}

// Provisional, until the value parsers land.
import type { Parsed } from "./parsed.ts";
export type Resource = "cpu" | "memory";
export function parseQuantity(text: unknown, _resource: Resource): Parsed<number> {
  return { ok: true, value: Number.parseFloat(String(text)) };
}

// Provisional, until the value parsers land.
import type { Parsed } from "./parsed.ts";
export function parseTimezone(text: unknown): Parsed<string> {
  return { ok: true, value: String(text) };
}
export function offsetMinutes(_timezone: string, _at: Date): number {
  return 0;
}
export function formatInZone(_timezone: string, at: Date): string {
  return at.toISOString();
}

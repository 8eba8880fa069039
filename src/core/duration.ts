// Provisional, until the value parsers land.
import type { Parsed } from "./parsed.ts";
export function parseDuration(value: unknown): Parsed<number> {
  if (typeof value === "number" && value >= 0) return { ok: true, value };
  const m = typeof value === "string" ? /^(\d+)(s|m|h|d)$/.exec(value) : null;
  if (m) return { ok: true, value: Number(m[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[m[2] ?? "s"] ?? 1) };
  return { ok: false, complaint: { what: `${String(value)} is no duration`, hint: 'write "30s", "10m" or "2h"' } };
}
export function formatDuration(seconds: number): string {
  return `${seconds}s`;
}

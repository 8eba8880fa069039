// Provisional, until the value parsers land.
import type { Parsed } from "./parsed.ts";
export function parseDate(value: unknown, _timezone: string): Parsed<Date> {
  const date = value instanceof Date ? value : new Date(/[zZ]|[+-]\d\d:\d\d$/.test(String(value)) ? String(value) : `${String(value).replace(" ", "T")}${String(value).length > 10 ? "Z" : ""}`);
  if (!Number.isNaN(date.getTime())) return { ok: true, value: date };
  return { ok: false, complaint: { what: `${String(value)} is no date`, hint: 'write "2019-03-07"' } };
}
export function formatRfc3339(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

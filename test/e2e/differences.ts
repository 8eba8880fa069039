import { isDeepStrictEqual } from "node:util";

const LONGEST = 120;

/** Where two values differ, a line a place: its path, and what stands on either side. */
export function differencesOf(left: unknown, right: unknown, path = ""): string[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isFields(left) || !isFields(right)) return [`${path}: ${show(left)} ≠ ${show(right)}`];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) =>
    differencesOf(left[key], right[key], path === "" ? key : `${path}.${key}`),
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// The two ends of a fan-out as the controller computes them: a list's text to the items' texts, and the items' outputs
// to one text.

import { goJson } from "./go-json.ts";

/** The items of a `withParam` text, or undefined where it is no JSON list. `null` is an empty list. */
export function parseItems(list: string): readonly string[] | undefined {
  const parsed = parseJson(list);
  if (parsed === null) return [];
  if (!Array.isArray(parsed)) return undefined;
  return parsed.map((item: unknown) => (typeof item === "string" ? item : goJson(item)));
}

/**
 * Gathers one output of a fan-out's items, in their order. Where every text is a JSON object or list, Argo parses and
 * prints them again; else they are strings. airgo's own texts have a prefix, so that they always are.
 */
export function gatherTexts(texts: readonly string[]): string {
  const parsed = parseAll(texts);
  return goJson(parsed ?? texts);
}

function parseAll(texts: readonly string[]): unknown[] | undefined {
  const values: unknown[] = [];
  for (const text of texts) {
    const value = parseJson(text);
    if (typeof value !== "object" || value === null) return undefined;
    values.push(value);
  }
  return values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

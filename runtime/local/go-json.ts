/** Prints a parsed JSON value as Go's `json.Marshal` does: keys sorted, `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  return print(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${print(inner)}`).join(",")}}`;
}

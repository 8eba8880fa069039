import type { ValuePath } from "../validate/check-schema.ts";
import { partAt } from "../validate/places.ts";
import { isNamed } from "../validate/plain-data.ts";

/** A path for people, `container.env[0].value`; an item of a list with its name, `container.env[0] (TASK_ID)`. */
export function nameOf(path: ValuePath, root: unknown): string {
  const text = path.map(textOf).join("");
  if (text === "") return "the file";
  const last = typeof path.at(-1) === "number" ? partAt(root, path) : undefined;
  return text.replace(/^\./, "") + (isNamed(last) ? ` (${last.name})` : "");
}

function textOf(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return /^[-\w]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

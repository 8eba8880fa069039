// Keys left empty, as commenting out their contents does: the API server reads null as absent, and so does airgo.

import type { Mismatch, ValuePath } from "./check-schema.ts";
import { isMap } from "./plain-data.ts";

// What these say is that they are there: https://argo-workflows.readthedocs.io/en/latest/fields/
const SAY_BY_BEING_THERE = new Set(["emptyDir", "none", "supplied", "suspend", "tar", "zip"]);

/** A file's value without the keys under which a map or a list is missing; of its mistakes, the others are left. */
export function withoutEmptyKeys(value: object, mismatches: readonly Mismatch[]): object {
  const empty = mismatches.filter(isReadAsAbsent).map(({ path }) => path);
  return empty.reduce(mendMap, value);
}

function isReadAsAbsent({ isEmpty, path }: Mismatch): boolean {
  const key = path.at(-1);
  if (isEmpty !== true || typeof key !== "string") return false;
  return !isVolume(path.slice(0, -1)) || SAY_BY_BEING_THERE.has(key);
}

/** What to write for an empty place that is not read as absent: an item of a list, or a volume's source. */
export function hintForEmpty(path: ValuePath): string {
  return typeof path.at(-1) === "number"
    ? "write what it is, or take it out"
    : "write what it is taken from: without it, the volume would be an emptyDir";
}

function isVolume(path: ValuePath): boolean {
  return path.at(-2) === "volumes" && typeof path.at(-1) === "number";
}

function mendMap(map: object, [key, ...rest]: ValuePath): object {
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, value]): [string, unknown][] => {
      if (name !== key) return [[name, value]];
      if (rest.length > 0) return [[name, mend(value, rest)]];
      return SAY_BY_BEING_THERE.has(name) ? [[name, {}]] : [];
    }),
  );
}

function mend(value: unknown, path: ValuePath): unknown {
  if (isMap(value)) return mendMap(value, path);
  if (!Array.isArray(value)) return value;
  const [at, ...rest] = path;
  return value.map((item: unknown, index) => (index === at ? mend(item, rest) : item));
}

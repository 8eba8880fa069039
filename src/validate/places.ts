// Finding the parts of a value that rules are about. A value of an unexpected shape has none: the schema tells of it.

import type { ValuePath } from "./check-schema.ts";
import { isMap } from "./plain-data.ts";

/** A value, and the path to it from the root of its file. */
export interface Place {
  readonly value: unknown;
  readonly path: ValuePath;
}

/** One thing in a file that Argo or Kubernetes refuses. */
export interface Refusal {
  readonly path: ValuePath;
  /** Continues a sentence that names the place. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
}

/** The places below `from` that a pattern leads to, such as `container.env.*`: a star is every item of a list. */
export function placesAt(from: Place, pattern: string): readonly Place[] {
  let places: readonly Place[] = [from];
  for (const step of pattern.split(".")) {
    places = places.flatMap((place) => (step === "*" ? itemsOf(place) : fieldOf(place, step)));
  }
  return places;
}

/** What stands at a path; undefined where there is none. */
export function partAt(value: unknown, path: ValuePath): unknown {
  let part = value;
  for (const step of path) {
    if (typeof step === "string") part = isMap(part) ? part[step] : undefined;
    else part = Array.isArray(part) ? part[step] : undefined;
  }
  return part;
}

/** The entries of a map, by their keys. */
export function entriesOf({ value, path }: Place): readonly (Place & { readonly key: string })[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, entry]) => ({ key, value: entry, path: [...path, key] }));
}

/** Every text in a value. */
export function* textsIn(place: Place): Iterable<Place & { readonly value: string }> {
  const { value, path } = place;
  if (typeof value === "string") yield { value, path };
  else if (Array.isArray(value)) for (const item of itemsOf(place)) yield* textsIn(item);
  else for (const entry of entriesOf(place)) yield* textsIn(entry);
}

function itemsOf({ value, path }: Place): readonly Place[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({ value: item, path: [...path, index] }));
}

function fieldOf({ value, path }: Place, name: string): readonly Place[] {
  if (!isMap(value) || value[name] === undefined) return [];
  return [{ value: value[name], path: [...path, name] }];
}

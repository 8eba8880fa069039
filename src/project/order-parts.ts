// The parts of a bundle, numbered, and side by side where they are needed together.

import { LATER_PREFIX } from "../../runtime/pack-format.ts";
import type { AirgoParts } from "./bundle-airgo-parts.ts";
import type { EsmPart } from "./esm-parts.ts";
import { byCharacters } from "./find-dags.ts";

export interface OrderedParts {
  /** airgo's own, of which the core is number 0, by agreement with the loader. */
  readonly core: EsmPart;
  readonly later: readonly EsmPart[];
  /** What several of the project's files share. */
  readonly shared: readonly EsmPart[];
  /** DAG files, and the setup module. */
  readonly entries: readonly EsmPart[];
  /** By how code names a part. */
  readonly numbers: ReadonlyMap<string, number>;
  /** By a DAG file. */
  numberOf(file: string): number;
}

export function orderParts(airgo: AirgoParts, user: readonly EsmPart[]): OrderedParts {
  const { core } = airgo;
  const shared = user.filter(({ entry }) => entry === undefined).sort(by(({ name }) => name));
  const entries = user
    .filter(({ entry }) => entry !== undefined)
    .sort(by(({ entry = "" }) => entry));
  const later = [...airgo.later].sort(by(({ entry, name }) => entry ?? name));
  const ordered = [core, ...shared, ...entries, ...later];
  const places = new Map(ordered.map((part, number) => [part, number]));
  const name = (part: EsmPart) => [`./${part.name}`, places.get(part) ?? -1] as const;
  const file = (part: EsmPart) => [part.entry ?? "", places.get(part) ?? -1] as const;
  const laterFile = (part: EsmPart) =>
    [`${LATER_PREFIX}${part.entry}`, places.get(part) ?? -1] as const;
  const numbers = new Map([...ordered.map(name), ...later.map(laterFile)]);
  const files = new Map(entries.map(file));
  return { core, later, shared, entries, numbers, numberOf: (wanted) => files.get(wanted) ?? -1 };
}

function by(key: (part: EsmPart) => string): (a: EsmPart, b: EsmPart) => number {
  return (a, b) => byCharacters(key(a), key(b));
}

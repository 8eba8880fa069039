// Which parts lie side by side in the packed file: what is needed together is read together.

import type { EsmPart } from "./bundle-parts.ts";
import { byCharacters } from "./find-dags.ts";

/** Parts in the order of their numbers, in groups that do not share a bucket. */
export interface OrderedParts {
  readonly groups: readonly (readonly EsmPart[])[];
  /** By a part's name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The number of the part that a source file is the entry of. */
  moduleOf(file: string): number;
}

/** The main part first, with all that it imports, then what DAG files share, the DAG files, and what only commands need. */
export function orderParts(
  parts: readonly EsmPart[],
  main: string,
  files: readonly string[],
): OrderedParts {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const taken = new Set<EsmPart>();
  const take = (entries: readonly (EsmPart | undefined)[]): readonly EsmPart[] => {
    const group = closure(entries, byName).filter((part) => !taken.has(part));
    for (const part of group) taken.add(part);
    return group;
  };
  const entryOf = new Map(parts.map((part) => [part.entry, part]));
  const dagParts = files.map((file) => entryOf.get(file));
  const mainGroup = take([entryOf.get(main)]);
  const dagGroup = take(dagParts);
  const isShared = (part: EsmPart) => !dagParts.includes(part);
  const rest = take([...parts].sort((a, b) => byCharacters(a.name, b.name)));
  const groups = [
    mainGroup,
    dagGroup.filter(isShared),
    dagGroup.filter((part) => !isShared(part)),
    rest,
  ];
  const numbers = new Map(groups.flat().map((part, number) => [part.name, number]));
  return { groups, numbers, moduleOf: (file) => numbers.get(entryOf.get(file)?.name ?? "") ?? -1 };
}

/** The entries and all that is evaluated with them, each once. */
function closure(
  entries: readonly (EsmPart | undefined)[],
  byName: ReadonlyMap<string, EsmPart>,
): readonly EsmPart[] {
  const found = new Set<EsmPart>();
  for (const entry of entries) if (entry !== undefined) found.add(entry);
  for (const part of found) {
    for (const name of part.imports) {
      const imported = byName.get(name);
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found];
}

// The parts of a bundle, numbered, and side by side where they are needed together.

import { LATER_PREFIX } from "../../runtime/pack-format.ts";
import type { AirgoCode } from "./compile-airgo.ts";
import type { CompiledPart } from "./compile-part.ts";
import { byCharacters } from "./find-dags.ts";
import type { SourceMapJson } from "./line-map.ts";

export interface OrderedParts {
  /** Number 0, by agreement with the loader. */
  readonly core: CompiledPart;
  /** What several of the project's files share. */
  readonly shared: readonly CompiledPart[];
  /** DAG files, and the setup module. */
  readonly entries: readonly CompiledPart[];
  readonly later: readonly CompiledPart[];
  /** The number of the part that a file of the project is the entry for; there is one. */
  numberOf(file: string): number;
  /** The same for a file of airgo's that is loaded later. */
  laterNumberOf(file: string): number;
}

export function orderParts(airgo: AirgoCode, user: readonly CompiledPart[]): OrderedParts {
  const shared = user.filter(({ entry }) => entry === undefined).sort(by(({ name }) => name));
  const entries = user.filter(({ entry }) => entry !== undefined).sort(by(({ file }) => file));
  const later = [...airgo.later].sort(by(({ file }) => file));
  const numbers = new Map<string, number>();
  for (const [at, { name }] of [airgo.core, ...shared, ...entries, ...later].entries()) {
    numbers.set(`./${name}`, at);
  }
  const numberIn = (parts: readonly CompiledPart[]) => {
    const known = new Map(parts.map(({ entry, name }) => [entry, numbers.get(`./${name}`)]));
    return (file: string): number => known.get(file) ?? refuseUnknown(file);
  };
  // Counted by themselves: the core, which V8 compiles once, must not change with the number of DAGs.
  for (const [at, { entry }] of later.entries()) numbers.set(`${LATER_PREFIX}${entry}`, at);
  const number = (part: CompiledPart) => ({
    ...part,
    code: numberNames(part.code, numbers),
    map: withPlainNames(part.map),
  });
  return {
    core: number(airgo.core),
    shared: shared.map(number),
    entries: entries.map(number),
    later: later.map(number),
    numberOf: numberIn(entries),
    laterNumberOf: numberIn(later),
  };
}

const PART_REFERENCE = new RegExp(`"(\\./airgo-part-\\w{8}\\.js|${LATER_PREFIX}[^"]+)"`, "g");

/** Parts name one another by numbers, with as many digits as the names were long: source maps count columns. */
function numberNames(code: string, numbers: ReadonlyMap<string, number>): string {
  return code.replace(PART_REFERENCE, (text, name: string) => {
    const number = numbers.get(name);
    if (number === undefined) return text;
    if (!name.startsWith(LATER_PREFIX))
      return `"./airgo-part-${String(number).padStart(8, "0")}.js"`;
    return `"${LATER_PREFIX}${String(number).padStart(name.length - LATER_PREFIX.length, "0")}"`;
  });
}

/** A pod would fail with a number that is none, and say nothing of why. */
function refuseUnknown(file: string): never {
  throw new Error(`no part of the bundle begins with ${file}`);
}

/** esbuild writes the names of files as URLs. */
function withPlainNames(map: SourceMapJson): SourceMapJson {
  return { ...map, sources: map.sources.map(decodeName) };
}

function decodeName(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source; // of a package's own source map, where anything may stand
  }
}

function by(key: (part: CompiledPart) => string): (a: CompiledPart, b: CompiledPart) => number {
  return (a, b) => byCharacters(key(a), key(b));
}

// The first half of the program. It knows where the parts lie, and compiles one when it is asked for: a pod's start does not
// grow with the number of DAGs.

import type { Head } from "./boot.ts";
import { lineText } from "./line-text.ts";
import type { PackedFile } from "./main.ts";
import {
  type CodeRecord,
  type IndexRecord,
  numberAt,
  placeOnShelf,
  type Shelf,
} from "./pack-format.ts";
import { CORE, type Core, Parts } from "./parts.ts";
import type { ReadLine } from "./read-pack.ts";

/** The packed file, as its first part sees it. */
export interface Pack {
  /** Absolute. */
  readonly file: string;
  readonly summary: unknown;
  /** How many buckets the index of DAGs has. */
  readonly indexCount: number;
  /** The exports of a part, which is evaluated at the first call. */
  load(part: number): unknown;
  /** Reads a part's code and compiles it, and runs nothing of it. */
  prepare(part: number): void;
  /** The source map of a part. */
  sourceMap(part: number): unknown;
  /** The part that a line of a compiled file belongs to, and that line in it. */
  placeOf(filename: string, line: number): PartLine | undefined;
  /** The DAGs of one bucket of the index. */
  index(bucket: number): readonly IndexRecord[];
  data(name: string): unknown;
  /** Takes over the packages that are not in the bundle, where an `import` asks for them. */
  provideExternals(externals: Externals): void;
  /** The packed file's own `import()`. */
  importModule(specifier: string): Promise<unknown>;
  /** The program as V8 has compiled it by now: all of it that has run. */
  makeCodeCache(): Buffer;
}

/** A line, from 1, of a part's code. */
export interface PartLine {
  readonly part: number;
  readonly line: number;
}

/** The packages that are not in the bundle. */
export interface Externals {
  /** For `import x from "package"`. */
  load(specifier: string): unknown;
  /** For `import("package")`. */
  import(specifier: string): Promise<unknown>;
}

/** What the program gets. */
export interface Host extends Head {
  /** The packed file, absolute. */
  readonly file: string;
  readonly require: NodeJS.Require;
  readonly read: ReadLine;
  /** What all parts share, in the order of its names. */
  readonly interop: readonly unknown[];
  makeCodeCache(): Buffer;
}

/** The loader and the core, as one function. */
export type Program = (host: Host) => {
  /** Runs the packed file as a process of its own. */
  start(): Promise<void>;
  /** What the packed file exports to a module that requires it. */
  offer(): PackedFile;
};

/** A part's code, as a function of {@link PART_PARAMETERS}. */
export type PartFunction = (this: unknown, ...surroundings: readonly unknown[]) => void;

/** The end of the program; the packer puts the core before it. */
export function load(host: Host, core: PartFunction): ReturnType<Program> {
  const pack = openPack(host, core);
  const { "runtime/main.ts": main } = pack.load(CORE) as Core; // the packer numbers it first
  return { start: () => main.start(pack), offer: () => main.offer(pack) };
}

function openPack(host: Host, core: PartFunction): Pack {
  const { table, file, summary, importModule, makeCodeCache } = host;
  const read = textReader(host);
  const [codeOn, mapOn] = [bucketReader(read), bucketReader(read)];
  const parts = new Parts(host, {
    core,
    read: (part) => codeOn(table.code, part) as CodeRecord, // as the packer wrote it: its line was checked
  });
  return {
    file,
    summary,
    importModule,
    makeCodeCache,
    indexCount: table.index.count,
    load: (part) => parts.load(part),
    prepare: (part) => parts.prepare(part),
    sourceMap: (part) => mapOn(table.maps, part),
    placeOf: (filename, line) => parts.placeOf(filename, line),
    index: (bucket) => JSON.parse(read(table.index.at + bucket)),
    data: (name) => JSON.parse(read(table.data[name] ?? -1)),
    provideExternals: (externals) => {
      parts.externals = externals;
    },
  };
}

type ReadText = (line: number) => string;

function textReader({ read, table }: Host): ReadText {
  let dictionary: Buffer | undefined;
  const readDictionary = (): Buffer => {
    dictionary ??= Buffer.from(read(table.dictionary ?? -1));
    return dictionary;
  };
  return (line) => lineText(read(line), readDictionary);
}

/** Keeps the bucket that was read last: parts that are needed together lie together. */
function bucketReader(read: ReadText): (shelf: Shelf, part: number) => unknown {
  let last: { readonly line: number; readonly records: readonly unknown[] } | undefined;
  return (shelf, part) => {
    const place = placeOnShelf(shelf, part);
    const line = shelf.at + place;
    if (last?.line !== line) last = { line, records: JSON.parse(read(line)) };
    return last.records[part - numberAt(shelf.first, place)];
  };
}

// The first code of the packed file, and all of it that Node compiles at each start. It knows where the parts lie, and
// compiles one when it is asked for: a pod's start does not grow with the number of DAGs.

// Only named imports: a default import of one of Node's modules makes esbuild copy all that it exports.
import { realpathSync, writeSync } from "node:fs";
import { isAirgoError } from "../src/core/errors.ts";
import {
  type CodeRecord,
  type IndexRecord,
  type PackTable,
  placeOnShelf,
  type Shelf,
} from "./pack-format.ts";
import { CORE, type Core, Parts } from "./parts.ts";
import { openLines, type ReadLine } from "./read-pack.ts";

/** The packed file, as its first part sees it. */
export interface Pack {
  /** Absolute. */
  readonly file: string;
  readonly summary: unknown;
  /** How many buckets the index of DAGs has. */
  readonly indexCount: number;
  /** The exports of a part, which is evaluated at the first call. */
  load(part: number): unknown;
  /** The source map of a part. */
  sourceMap(part: number): unknown;
  /** The part that a line of a compiled file belongs to, and that line in it. */
  placeOf(filename: string, line: number): PartLine | undefined;
  /** The DAGs of one bucket of the index. */
  index(bucket: number): readonly IndexRecord[];
  data(name: string): unknown;
  /** Takes over the packages that are not in the bundle, where an `import` asks for them. */
  provideExternals(externals: Externals): void;
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

/** What the packed file gives the loader. */
export interface Host {
  readonly table: PackTable;
  readonly summary: unknown;
  /** The first part, which Node has compiled with the loader. */
  readonly core: PartFunction;
  readonly require: NodeJS.Require;
  /** Undefined where Node takes the file for an ES module. */
  readonly module: NodeJS.Module | undefined;
}

/** A part's code, as a function of {@link PART_PARAMETERS}. */
export type PartFunction = (this: unknown, ...surroundings: readonly unknown[]) => void;

const EXIT_DO_NOT_RETRY = 99;

/** Runs the first part when the file is executed; gives what it offers when another module requires the file. */
export function start(host: Host): void {
  const { module, require } = host;
  const isMain = module === undefined || require.main === module;
  try {
    const pack = openPack(host);
    const { "runtime/main.ts": main } = pack.load(CORE) as Core; // the packer numbers it first
    if (isMain) main.start(pack).catch(fail);
    else module.exports = main.offer(pack);
  } catch (error) {
    if (!isMain) throw error;
    fail(error);
  }
}

/** The file itself may be broken, so that nothing of it is needed to say so. */
function fail(error: unknown): void {
  if (!isAirgoError(error)) throw error;
  writeSync(2, `error[${error.code}]: ${error.message}\nhint: ${error.hint}\n`);
  process.exitCode = EXIT_DO_NOT_RETRY;
}

function openPack(host: Host): Pack {
  const { table } = host;
  const file = host.module?.filename ?? realpathSync(process.argv[1] ?? "");
  const read = openLines(file, table);
  const [codeOn, mapOn] = [bucketReader(read), bucketReader(read)];
  const parts = new Parts(host, {
    file,
    read: (part) => codeOn(table.code, part) as CodeRecord, // as the packer wrote it: its line was checked
  });
  return {
    file,
    summary: host.summary,
    indexCount: table.index.count,
    load: (part) => parts.load(part),
    sourceMap: (part) => mapOn(table.maps, part),
    placeOf: (filename, line) => parts.placeOf(filename, line),
    index: (bucket) => JSON.parse(read(table.index.at + bucket)),
    data: (name) => JSON.parse(read(table.data[name] ?? -1)),
    provideExternals: (externals) => {
      parts.externals = externals;
    },
  };
}

/** Keeps the bucket that was read last: parts that are needed together lie together. */
function bucketReader(read: ReadLine): (shelf: Shelf, part: number) => unknown {
  let last: { readonly line: number; readonly records: readonly unknown[] } | undefined;
  return (shelf, part) => {
    const place = placeOnShelf(shelf, part);
    const line = shelf.at + place;
    if (last?.line !== line) last = { line, records: JSON.parse(read(line)) };
    return last.records[part - (shelf.first[place] ?? 0)];
  };
}

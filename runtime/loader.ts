// The first code of the packed file, and all of it that Node compiles at each start. It knows where the parts lie, and
// compiles one when it is asked for: a pod's start does not grow with the number of DAGs.

// Only named imports: a default import of one of Node's modules makes esbuild copy all that it exports.
import { realpathSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants } from "node:vm";
import { isAirgoError } from "../src/core/errors.ts";
import { INTEROP } from "./interop.ts";
import {
  CORE_PREFIX,
  type CodeRecord,
  EXTERNAL_PREFIX,
  LATER_PREFIX,
  PART_NAME,
  PART_PARAMETERS,
  type PackTable,
  placeOnShelf,
  type Shelf,
} from "./pack-format.ts";
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
  index(bucket: number): unknown;
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
const CORE = 0;

/** The core exports its modules, each by its file. */
type Core = Readonly<Record<string, unknown>> & {
  readonly "runtime/main.ts": typeof import("./main.ts");
};

/** Runs the first part when the file is executed; gives its exports when another module requires the file. */
export function start(host: Host): void {
  const { module, require } = host;
  const isMain = module === undefined || require.main === module;
  try {
    const pack = openPack(host);
    const { "runtime/main.ts": main } = pack.load(CORE) as Core; // the packer numbers it first
    if (isMain) void main.start(pack);
    else module.exports = main.offer(pack);
  } catch (error) {
    if (!isMain || !isAirgoError(error)) throw error;
    writeSync(2, `error[${error.code}]: ${error.message}\nhint: ${error.hint}\n`);
    process.exitCode = EXIT_DO_NOT_RETRY;
  }
}

function openPack(host: Host): Pack {
  const { table } = host;
  const file = host.module?.filename ?? realpathSync(process.argv[1] ?? "");
  const read = openLines(file, table);
  const parts = new Parts(host, { file, read });
  const bucketOn = bucketReader(read);
  return {
    file,
    summary: host.summary,
    indexCount: table.index.count,
    load: (part) => parts.load(part),
    sourceMap: (part) => bucketOn(table.maps, part),
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

interface OpenFile {
  readonly file: string;
  readonly read: ReadLine;
}

/** The compiled parts, by CommonJS's rules: evaluated once, cycles see what is there so far. */
class Parts {
  externals: Externals | undefined;
  readonly #host: Host;
  readonly #file: string;
  readonly #read: (shelf: Shelf, part: number) => unknown;
  readonly #surroundings: readonly unknown[];
  readonly #modules = new Map<number, { exports: unknown }>();
  readonly #numbers = new Map<string, number>();

  constructor(host: Host, { file, read }: OpenFile) {
    this.#host = host;
    this.#file = file;
    this.#read = bucketReader(read);
    const require = Object.assign((name: string) => this.#require(name), host.require);
    const load = async (name: string) => this.#import(name);
    Object.defineProperty(load, "url", { get: () => pathToFileURL(file).href });
    this.#surroundings = [require, file, dirname(file), load, ...Object.values(INTEROP)];
  }

  placeOf(filename: string, line: number): PartLine | undefined {
    const part = this.#numbers.get(filename);
    if (part !== undefined) return { part, line };
    const [first, count] = this.#host.table.coreLines;
    const isCore = filename === this.#file && line >= first && line < first + count;
    return isCore ? { part: CORE, line: line - first + 1 } : undefined;
  }

  load(number: number): unknown {
    const known = this.#modules.get(number);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#modules.set(number, module);
    try {
      this.#evaluate(number, module);
    } catch (error) {
      this.#modules.delete(number);
      throw error;
    }
    return module.exports;
  }

  #evaluate(number: number, module: { exports: unknown }): void {
    const run = number === CORE ? this.#host.core : this.#compile(number);
    const [require, ...rest] = this.#surroundings;
    run.call(module.exports, module.exports, require, module, ...rest);
  }

  #compile(number: number): PartFunction {
    const [file, code] = this.#read(this.#host.table.code, number) as CodeRecord; // its line was checked
    // Beside the bundle, because there an `import(…)` of a name that is computed begins to look.
    const filename = join(dirname(this.#file), file);
    this.#numbers.set(filename, number);
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    return compileFunction(code, PART_PARAMETERS, {
      filename,
      importModuleDynamically,
    }) as PartFunction;
  }

  #require(name: string): unknown {
    const [, part] = PART_NAME.exec(name) ?? [];
    if (part !== undefined) return this.load(Number(part));
    if (name.startsWith(CORE_PREFIX)) return this.#coreModule(name.slice(CORE_PREFIX.length));
    if (name.startsWith(LATER_PREFIX)) return this.#later(Number(name.slice(LATER_PREFIX.length)));
    if (!name.startsWith(EXTERNAL_PREFIX)) return this.#host.require(name);
    return this.externals?.load(name.slice(EXTERNAL_PREFIX.length));
  }

  #import(name: string): unknown {
    if (name.startsWith(LATER_PREFIX)) return this.load(Number(name.slice(LATER_PREFIX.length)));
    if (!name.startsWith(EXTERNAL_PREFIX)) return this.#require(name);
    return this.externals?.import(name.slice(EXTERNAL_PREFIX.length));
  }

  #coreModule(file: string): unknown {
    const core = this.load(CORE) as Core; // the packer numbers it first
    return core[file];
  }

  /** A part that is evaluated when something of it is used. */
  #later(number: number): unknown {
    return new Proxy({}, { get: (_, name) => Reflect.get(Object(this.load(number)), name) });
  }
}

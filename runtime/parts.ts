// The parts of a packed file as CommonJS modules: each compiled when it is asked for, evaluated once; cycles see what is
// there so far.

import { dirname, join } from "node:path";
import { constants, Script } from "node:vm";
import type { Externals, Host, PartFunction, PartLine } from "./loader.ts";
import {
  CORE_LINE,
  CORE_PREFIX,
  type CodeRecord,
  EXTERNAL_PREFIX,
  LATER_PREFIX,
  PART_PARAMETERS,
  PART_PREFIX,
  PROGRAM_FILE,
} from "./pack-format.ts";

export const CORE = 0;

/** The core exports its modules, each by its file. */
export type Core = Readonly<Record<string, unknown>> & {
  readonly "runtime/main.ts": typeof import("./main.ts");
};

/** Where parts come from. */
export interface PartSource {
  /** Part 0, which comes with the program. */
  readonly core: PartFunction;
  /** Any other. */
  read(part: number): CodeRecord;
}

export class Parts {
  externals: Externals | undefined;
  readonly #host: Host;
  readonly #source: PartSource;
  readonly #surroundings: readonly unknown[];
  readonly #modules = new Map<number, { exports: unknown }>();
  readonly #numbers = new Map<string, number>();
  /** Compiled, and not evaluated yet. */
  readonly #prepared = new Map<number, PartFunction>();
  readonly #builtins = new Map<string, unknown>();

  constructor(host: Host, source: PartSource) {
    this.#host = host;
    this.#source = source;
    const { file } = host;
    const require = Object.assign((name: string) => this.#require(name), host.require);
    const load = async (name: string) => this.#import(name);
    const url = () => process.getBuiltinModule("node:url").pathToFileURL(file).href;
    Object.defineProperty(load, "url", { get: url });
    this.#surroundings = [require, file, dirname(file), load, ...host.interop];
  }

  placeOf(filename: string, line: number): PartLine | undefined {
    const part = this.#numbers.get(filename);
    if (part !== undefined) return { part, line };
    const place = line - CORE_LINE + 1;
    const isCore = filename === PROGRAM_FILE && place >= 1 && place <= this.#host.table.coreLines;
    return isCore ? { part: CORE, line: place } : undefined;
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
    const run = number === CORE ? this.#source.core : this.#compiled(number);
    const [require, ...rest] = this.#surroundings;
    run.call(module.exports, module.exports, require, module, ...rest);
  }

  /** Reads a part's code and compiles it, and runs nothing of it. */
  prepare(number: number): void {
    if (!this.#modules.has(number)) this.#prepared.set(number, this.#compiled(number));
  }

  #compiled(number: number): PartFunction {
    return this.#prepared.get(number) ?? this.#compile(number);
  }

  #compile(number: number): PartFunction {
    const [file, code] = this.#source.read(number);
    // Beside the bundle, because there an `import(…)` of a name that is computed begins to look.
    const filename = join(dirname(this.#host.file), file);
    this.#numbers.set(filename, number);
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    // Not `compileFunction`, which Node itself has to compile first; in parentheses, V8 compiles the function at once.
    const script = new Script(
      `(function (${PART_PARAMETERS.join(", ")}) {"use strict";\n${code}\n})`,
      {
        filename,
        lineOffset: -1,
        importModuleDynamically,
      },
    );
    return script.runInThisContext() as PartFunction; // as its parameters say
  }

  #require(name: string): unknown {
    if (name.startsWith("node:")) return this.#builtin(name);
    if (name.startsWith(PART_PREFIX))
      return this.load(Number.parseInt(name.slice(PART_PREFIX.length), 10));
    if (name.startsWith(CORE_PREFIX)) return this.#coreModule(name.slice(CORE_PREFIX.length));
    if (name.startsWith(LATER_PREFIX)) return this.#later(this.#laterNumber(name));
    if (!name.startsWith(EXTERNAL_PREFIX)) return this.#host.require(name);
    return this.externals?.load(name.slice(EXTERNAL_PREFIX.length));
  }

  /** Many modules of the core ask for the same few, and Node takes its time each time. */
  #builtin(name: string): unknown {
    const known = this.#builtins.get(name);
    if (known !== undefined) return known;
    const found: unknown = this.#host.require(name);
    this.#builtins.set(name, found);
    return found;
  }

  #import(name: string): unknown {
    if (name.startsWith(LATER_PREFIX)) return this.load(this.#laterNumber(name));
    if (!name.startsWith(EXTERNAL_PREFIX)) return this.#require(name);
    return this.externals?.import(name.slice(EXTERNAL_PREFIX.length));
  }

  #coreModule(file: string): unknown {
    const core = this.load(CORE) as Core; // the packer numbers it first
    return core[file];
  }

  #laterNumber(name: string): number {
    return this.#host.table.later + Number(name.slice(LATER_PREFIX.length));
  }

  /** A part that is evaluated when something of it is used. */
  #later(number: number): unknown {
    return new Proxy({}, { get: (_, name) => Reflect.get(Object(this.load(number)), name) });
  }
}

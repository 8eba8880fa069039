// All of the packed file that Node compiles at each start. It checks the file, and takes the program out of it: the loader
// and the core, which V8 need not compile where the file holds their code as this very V8 has compiled it before.

// Only named imports: a default import of one of Node's modules makes esbuild copy all that it exports.
import { realpathSync, writeSync } from "node:fs";
import { constants, Script } from "node:vm";
import { isAirgoError } from "../src/core/errors.ts";
import { decodeLetters } from "./byte-loops.ts";
import { engine } from "./engine.ts";
import { INTEROP } from "./interop.ts";
import type { Host, Program } from "./loader.ts";
import { type PackTable, PROGRAM_FILE, PROGRAM_LINE } from "./pack-format.ts";
import { openLines, type ReadLine } from "./read-pack.ts";

/** What the packed file says of itself, and what Node gives it. */
export interface Head {
  readonly table: PackTable;
  readonly summary: unknown;
  /** Undefined, as `module` is, where Node takes the file for an ES module. */
  readonly require: NodeJS.Require | undefined;
  readonly module: NodeJS.Module | undefined;
  /** The file's own `import()`. */
  readonly importModule: (specifier: string) => Promise<unknown>;
}

/** Runs the program when the file is executed; gives what it offers when another module requires the file. */
export function boot(head: Head): void {
  const { module, require } = head;
  const file = module?.filename ?? ownFile();
  const isMain = module === undefined ? isStarted(file) : require?.main === module;
  // What imports the file as an ES module gets nothing of it: the names of its exports could not be known.
  if (!isMain && module === undefined) return;
  try {
    const host = openHost(head, file);
    const { start, offer } = host.program(host);
    if (isMain) start().catch(fail);
    else if (module !== undefined) module.exports = offer();
  } catch (error) {
    if (!isMain) throw error;
    fail(error);
  }
}

/** Of an ES module, without `import.meta`, which no CommonJS module may hold: from the stack. */
function ownFile(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 10;
  const [, url] = /(file:\/\/.+?):\d+:\d+\)?$/m.exec(String(new Error().stack)) ?? [];
  Error.stackTraceLimit = stackTraceLimit;
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  return url === undefined ? (process.argv[1] ?? "") : fileURLToPath(url);
}

function isStarted(file: string): boolean {
  const [, started] = process.argv;
  return started !== undefined && realpathSync(started) === realpathSync(file);
}

const FAILED = 1;
const DO_NOT_RETRY = 99;

/** The file itself may be broken, so that nothing of it is needed to say so. */
function fail(error: unknown): void {
  if (!isAirgoError(error)) throw error;
  writeSync(2, `error[${error.code}]: ${error.message}\nhint: ${error.hint}\n`);
  const isPod = process.argv.length <= 2 && Boolean(process.env.TASK_ID);
  process.exitCode = isPod ? DO_NOT_RETRY : FAILED;
}

function openHost(head: Head, file: string): Host & { readonly program: Program } {
  const read = openLines(file, head.table);
  const script = compile(read, head.table);
  return {
    ...head,
    file,
    require: head.require ?? process.getBuiltinModule("node:module").createRequire(file),
    read,
    interop: Object.values(INTEROP),
    makeCodeCache: () => script.createCachedData(),
    program: script.runInThisContext() as Program, // as the packer wrote it: its line was checked
  };
}

function compile(read: ReadLine, { codeCache }: PackTable): Script {
  const [text = ""]: string[] = JSON.parse(read(PROGRAM_LINE).toString("latin1"));
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  // V8 compiles the text after all where it does not take the cache.
  const [line = 0, length = 0, made] = codeCache ?? [];
  const cachedData = made === engine() ? decodeLetters(read(line), length) : undefined;
  return new Script(text, { filename: PROGRAM_FILE, cachedData, importModuleDynamically });
}

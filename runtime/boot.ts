// All of the packed file that Node compiles at each start. It checks the file, and takes the program out of it: the loader
// and the core, which V8 need not compile where the file holds their code as this very V8 has compiled it before.

// Only named imports: a default import of one of Node's modules makes esbuild copy all that it exports.
import { realpathSync, writeSync } from "node:fs";
import { constants, Script } from "node:vm";
import { isAirgoError } from "../src/core/errors.ts";
import { INTEROP } from "./interop.ts";
import type { Host, Program } from "./loader.ts";
import { engine, type PackTable, PROGRAM_FILE, PROGRAM_LINE } from "./pack-format.ts";
import { openLines, type ReadLine } from "./read-pack.ts";

/** What the packed file says of itself, and what Node gives it. */
export interface Head {
  readonly table: PackTable;
  readonly summary: unknown;
  readonly require: NodeJS.Require;
  /** Undefined where Node takes the file for an ES module. */
  readonly module: NodeJS.Module | undefined;
  /** The file's own `import()`. */
  readonly importModule: (specifier: string) => Promise<unknown>;
}

const EXIT_DO_NOT_RETRY = 99;

/** Runs the program when the file is executed; gives what it offers when another module requires the file. */
export function boot(head: Head): void {
  const { module, require } = head;
  const isMain = module === undefined || require.main === module;
  try {
    const host = openHost(head);
    const { start, offer } = host.program(host);
    if (isMain) start().catch(fail);
    else module.exports = offer();
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

function openHost(head: Head): Host & { readonly program: Program } {
  const file = head.module?.filename ?? realpathSync(process.argv[1] ?? "");
  const read = openLines(file, head.table);
  const script = compile(read, head.table);
  return {
    ...head,
    file,
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
  const cachedData = codeCache?.[1] === engine() ? decode(read(codeCache[0])) : undefined;
  return new Script(text, { filename: PROGRAM_FILE, cachedData, importModuleDynamically });
}

/** `Buffer.from` would take twice as long. */
function decode(base64: Buffer): Buffer {
  const text = base64.toString("latin1");
  const bytes = Buffer.allocUnsafeSlow(text.length);
  return bytes.subarray(0, bytes.write(text, "base64"));
}

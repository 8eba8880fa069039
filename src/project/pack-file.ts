// The packer: the other side of runtime/loader.ts. docs/adr/0004-one-packed-file.md explains the layout.

import type { DagEntry } from "../../runtime/bundle.ts";
import { AREA, checksum, encodeLetters } from "../../runtime/byte-loops.ts";
import { engine } from "../../runtime/engine.ts";
import {
  type CodeRecord,
  type IndexRecord,
  indexOfDag,
  PART_PARAMETERS,
  type PackTable,
  padLength,
  printSeal,
  SEAL_LENGTH,
} from "../../runtime/pack-format.ts";
import type { CompiledPart } from "./compile-part.ts";
import {
  LARGE,
  type LineForm,
  type LineGroup,
  PackedLines,
  PLAIN,
  SMALL,
  toAscii,
} from "./packed-lines.ts";

/** What goes into the file. */
export interface PackContents {
  /** The code that opens the file, and the loader's, as bodies of CommonJS modules. */
  readonly boot: string;
  readonly loader: string;
  readonly core: CompiledPart;
  /** Three groups of parts, together in the order of their numbers, from 1 on. */
  readonly shared: readonly CompiledPart[];
  readonly entries: readonly CompiledPart[];
  readonly later: readonly CompiledPart[];
  readonly summary: object;
  readonly dags: readonly DagEntry[];
  readonly data: Readonly<Record<string, object>>;
}

// Node reads the whole file at each start, two milliseconds a megabyte; inflating takes one.
const MOST_PLAIN = 512 * 1024;
const DAGS_A_BUCKET = 64;

/** A packed file but for its head, which is printed last: it has the lengths and the checksums of all else. */
export interface PackedFileText {
  /** What V8 compiles for each pod. */
  readonly program: string;
  /** `codeCache` is what this Node's V8 has made of the program. */
  print(codeCache?: Buffer): string;
}

/** `draft`: for one run on this machine, which is over before compressing would be. */
export function packFile(contents: PackContents, { draft = false } = {}): PackedFileText {
  const { core, shared, entries, later, dags, data } = contents;
  const lines = new PackedLines();
  const program = printProgram(contents);
  lines.add([program], PLAIN); // PROGRAM_LINE
  const formOf = (parts: readonly CompiledPart[]): LineForm => {
    const size = parts.reduce((sum, { code }) => sum + code.length, 0);
    return size > MOST_PLAIN && !draft ? SMALL : PLAIN;
  };
  const groups: readonly LineGroup[] = [shared, entries].map((parts) => [
    parts.map(toRecord),
    formOf(parts),
  ]);
  const isSmall = groups.some(([, form]) => form === SMALL);
  const dictionary = isSmall
    ? lines.addDictionary(sampleOf(groups.flatMap(([all]) => all)))
    : undefined;
  const restForm = draft ? PLAIN : LARGE;
  const code = lines.addShelf(1, [...groups, [later.map(toRecord), restForm]]);
  const index = { at: lines.length, count: Math.ceil(dags.length / DAGS_A_BUCKET) || 1 };
  for (const bucket of indexBuckets(dags, index.count)) lines.add(bucket, PLAIN);
  const named = Object.entries(data).map(([name, value]) => [name, lines.add(value, restForm)]);
  const maps = [core, ...shared, ...entries, ...later].map(({ map }) => map);
  const mapShelf = lines.addShelf(0, [[maps, restForm]]);
  const table = {
    dictionary,
    code,
    index,
    data: Object.fromEntries(named),
    maps: mapShelf,
    later: 1 + shared.length + entries.length,
  };
  return { program, print: (codeCache) => printFile({ contents, table, lines, codeCache }) };
}

// As far as deflate looks back.
const LONGEST_DICTIONARY = 32 * 1024;
const SAMPLES = 24;

/** Some of the texts, as those will look that are deflated after it. */
function sampleOf(records: readonly unknown[]): string {
  const step = Math.max(1, Math.floor(records.length / SAMPLES));
  const samples = records.filter((_, at) => at % step === 0);
  return toAscii(samples).slice(0, LONGEST_DICTIONARY);
}

function toRecord({ file, code }: CompiledPart): CodeRecord {
  return [file, code];
}

function indexBuckets(dags: readonly DagEntry[], count: number): readonly IndexRecord[][] {
  const buckets: IndexRecord[][] = Array.from({ length: count }, () => []);
  for (const { dagId, module, file, structureHash } of dags) {
    // Nothing compresses a hash: half of it, in base64, is a third of its length.
    const half = structureHash.slice(0, structureHash.length / 2);
    const hash = Buffer.from(half, "hex").toString("base64url");
    buckets[indexOfDag(dagId, count)]?.push([dagId, module, file, hash]);
  }
  return buckets;
}

/** The loader and the core, as one function; the core's code begins at CORE_LINE. */
export function printProgram({ loader, core }: Pick<PackContents, "loader" | "core">): string {
  return [
    // In parentheses, V8 compiles the function at once instead of looking through it twice.
    `(host) => { const require = host.require, module = { exports: {} }, core = (function (${PART_PARAMETERS.join(", ")}) {"use strict";`,
    core.code.trimEnd(),
    "});",
    loader.trimEnd(),
    "return module.exports.load(host, core); }",
  ].join("\n");
}

// A CommonJS file; and where a package.json beside it says that it is an ES module, it runs as one too.
const NODE = `{
require: typeof require === "function" ? require : undefined,
module: typeof module === "object" ? module : undefined,
importModule: (specifier) => import(specifier)
}`;

type Lengths = Pick<PackTable, "headLength" | "fileLength" | "coreLines" | "lines" | "codeCache">;

interface FileParts {
  readonly contents: PackContents;
  readonly table: Omit<PackTable, keyof Lengths>;
  readonly lines: PackedLines;
  readonly codeCache: Buffer | undefined;
}

function printFile({ contents, table, lines, codeCache }: FileParts): string {
  const { boot, core, summary } = contents;
  const letters = codeCache && encodeLetters(codeCache);
  // What is longer could not be read at once; V8 would compile the program from its text.
  const held = letters && letters.length < AREA - 64 ? letters : undefined;
  const { text, places, last } = lines.with(held);
  const print = (headLength: number): string => {
    const lengths: Lengths = {
      headLength: padLength(headLength),
      fileLength: padLength(headLength + text.length + SEAL_LENGTH),
      coreLines: core.code.trimEnd().split("\n").length,
      lines: places,
      codeCache: codeCache && last !== undefined ? [last, codeCache.length, engine()] : undefined,
    };
    return [
      "#!/usr/bin/env node",
      "// Made by airgo. It checks itself: edited, formatted or minified, it refuses to run.",
      "((node, require) => { const module = { exports: {} };",
      boot.trimEnd(),
      `module.exports.boot({ ...node, table: ${toAscii({ ...lengths, ...table })}, summary: ${toAscii(summary)} });`,
      `})(${NODE}, process.getBuiltinModule);`,
      "",
    ].join("\n");
  };
  const head = print(print(0).length);
  return head + text + printSeal(checksum(Buffer.from(head)));
}

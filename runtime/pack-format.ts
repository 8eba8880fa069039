// What the packer writes and the loader reads; docs/adr/0004-one-packed-file.md says why it is as it is.
//
//   #!/usr/bin/env node
//   …the code that opens the file, with the table…
//   //["(host) => {…       one bucket a line: JSON, or compressed JSON; the first is the program
//   //[["dags/etl.ts",…
//   //=16345 7VvrctNAFP6fp…
//   //G/8PAIyUqrZ0…
//   //OgXewMkAAAA…         the program as V8 has compiled it
//   //airgo 0123456789     the seal: the checksum of all before the buckets, which holds those of the buckets

import { INTEROP, INTEROP_PREFIX } from "./interop.ts";

/** The beginning of each line after the head: to JavaScript, all of them are comments. */
export const LINE_START = "//";

/**
 * After that: a plain line begins with a bracket; one with this holds the length of its text, a blank and base64 of the text,
 * deflated after the dictionary; and any other line is base64 of its text as brotli has it.
 */
export const SMALL_MARK = "=";

/** Bytes of the last line. */
export const SEAL_LENGTH = "//airgo ".length + 10 + 1;

/** How parts of one bundling name one another in `import` and `require`: this, and eight digits, the number of a part. */
export const PART_PREFIX = "./airgo-part-";

/** Before a file of airgo that is in the core. */
export const CORE_PREFIX = "airgo-core:";
/** Before the place of a part of airgo among those that are loaded later. */
export const LATER_PREFIX = "airgo-later:";
/** Before the name of a package that is not in the bundle, where an `import` asks for it. */
export const EXTERNAL_PREFIX = "airgo-external:";

/** The argument with which the builder asks a new bundle for its DAGs. */
export const DESCRIBE = "__describe";
/** The argument with which the builder has a new bundle compile what a pod needs. */
export const WARM_UP = "__warm-up";

// `$airgo` stands for `import` where airgo loads what is asked for: as long as that word, so that columns stay. Its `url`
// is `import.meta.url`.
const OWN_PARAMETERS = ["exports", "require", "module", "__filename", "__dirname", "$airgo"];
/** What a part's code is a function of. */
export const PART_PARAMETERS: readonly string[] = [
  ...OWN_PARAMETERS,
  ...Object.keys(INTEROP).map((name) => INTEROP_PREFIX + name),
];

/** The line of the program, from 1, at which the core's code begins. */
export const CORE_LINE = 2;

/** The line after the head that holds the program: the loader and the core, as a list of one text. */
export const PROGRAM_LINE = 0;

/** What stack traces call the program; without a folder, because it is in the code cache. */
export const PROGRAM_FILE = "airgo/program.js";

/**
 * Numbers below 2^32 as one text, seven letters each: of a large table, V8 reads a text in a tenth of the time of as many
 * numbers, and a start looks at a few of them.
 */
export type NumberText = string;

const NUMBER_WIDTH = 7;
const NUMBER_BASE = 36;

export function printNumbers(numbers: readonly number[]): NumberText {
  const texts = numbers.map((number) => number.toString(NUMBER_BASE).padStart(NUMBER_WIDTH, "0"));
  return texts.join("");
}

/** NaN where the text has no such number. */
export function numberAt(text: NumberText, at: number): number {
  return Number.parseInt(text.slice(at * NUMBER_WIDTH, (at + 1) * NUMBER_WIDTH), NUMBER_BASE);
}

/** Parts lie in buckets in the order of their numbers: `first` has the first part of each bucket from `at` on. */
export interface Shelf {
  readonly at: number;
  readonly first: NumberText;
}

/** Where everything lies in the packed file. */
export interface PackTable {
  /** All before the buckets. */
  readonly headLength: PaddedLength;
  readonly fileLength: PaddedLength;
  /** How many lines of the program are the core's, from {@link CORE_LINE} on. */
  readonly coreLines: number;
  /** Of each line after the head, in their order: its place after the head and its checksum; and the place after the last. */
  readonly lines: NumberText;
  /** The line that {@link SMALL_MARK} lines refer to; undefined where there are none. */
  readonly dictionary: number | undefined;
  /** The line with V8's own form of the program, in letters, its bytes, and the engine that it is for. */
  readonly codeCache: readonly [line: number, length: number, engine: string] | undefined;
  /** The code of all parts but the core, from part 1 on. */
  readonly code: Shelf;
  /** The number of the first part of airgo that is loaded later. */
  readonly later: number;
  /** The source maps of all parts. */
  readonly maps: Shelf;
  /** The DAGs by {@link indexOfDag}: `count` buckets from `at` on. */
  readonly index: { readonly at: number; readonly count: number };
  /** Other data by name, a bucket each. */
  readonly data: Readonly<Record<string, number>>;
}

/** A DAG in the index; half the hash of its structure is in base64. */
export type IndexRecord = readonly [dagId: string, part: number, file: string, hash: string];

/** A compiled part: the file that stack traces name, and its CommonJS code. */
export type CodeRecord = readonly [file: string, code: string];

/** The last line of the file. */
export function printSeal(headChecksum: number): string {
  return `//airgo ${String(headChecksum).padStart(10, "0")}\n`;
}

/** A number of bytes that is always ten digits long, so that the text it is in can hold its own length. */
export type PaddedLength = number;

const PADDING = 1_000_000_000;

export function padLength(bytes: number): PaddedLength {
  return PADDING + bytes;
}

export function lengthOf(padded: PaddedLength): number {
  return padded - PADDING;
}

/** The bucket of the index that a DAG is in: FNV-1a of its id. */
export function indexOfDag(dagId: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < dagId.length; at++) {
    hash = Math.imul(hash ^ dagId.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % count;
}

/** The place on a shelf of the last bucket that begins at or before `part`. */
export function placeOnShelf(shelf: Shelf, part: number): number {
  let low = 0;
  let high = shelf.first.length / NUMBER_WIDTH - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numberAt(shelf.first, middle) <= part) low = middle;
    else high = middle - 1;
  }
  return low;
}

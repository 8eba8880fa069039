// The packer: the other side of runtime/loader.ts. docs/adr/0004-one-packed-file.md explains the layout.

import { crc32, deflateSync } from "node:zlib";
import {
  type CodeRecord,
  indexOfDag,
  LINE_START,
  type PackTable,
  printSeal,
  SEAL_LENGTH,
  type Shelf,
} from "../../runtime/pack-format.ts";

/** One compiled part. */
export interface PackedPart {
  readonly record: CodeRecord;
  readonly map: unknown;
}

/** What goes into the file. */
export interface PackContents {
  /** The loader's code, as the body of a CommonJS module. */
  readonly loader: string;
  /** In the order of their numbers, in groups that do not share a bucket. */
  readonly groups: readonly (readonly PackedPart[])[];
  readonly summary: object;
  readonly dags: readonly { readonly dagId: string }[];
  readonly data: Readonly<Record<string, unknown>>;
}

// Larger buckets compress better, smaller ones are read and parsed faster: one DAG costs a pod its whole bucket.
const BUCKET_SIZE = 48 * 1024;
const DAGS_A_BUCKET = 64;

export function packFile(contents: PackContents): string {
  const lines = new Lines();
  const table = fillLines(lines, contents);
  const head = printHead(contents.loader, { ...table, lines: lines.places }, contents.summary);
  const body = lines.texts.join("");
  const seal = printSeal({
    headLength: head.length,
    fileLength: head.length + body.length + SEAL_LENGTH,
    headChecksum: crc32(head),
  });
  return head + body + seal;
}

function fillLines(lines: Lines, contents: PackContents): Omit<PackTable, "lines"> {
  const { groups, dags, data } = contents;
  const code = addShelf(
    lines,
    groups.map((group) => group.map(({ record }) => record)),
  );
  const count = Math.max(1, Math.ceil(dags.length / DAGS_A_BUCKET));
  const index = { at: lines.places.length, count };
  for (let bucket = 0; bucket < count; bucket++) {
    lines.add(dags.filter(({ dagId }) => indexOfDag(dagId, count) === bucket));
  }
  const named = Object.entries(data).map(([name, value]) => [name, lines.add(value)] as const);
  const maps = addShelf(
    lines,
    groups.map((group) => group.map(({ map }) => map)),
  );
  return { code, index, data: Object.fromEntries(named), maps };
}

function addShelf(lines: Lines, groups: readonly (readonly unknown[])[]): Shelf {
  const at = lines.places.length;
  const first: number[] = [];
  let number = 0;
  for (const bucket of groups.flatMap(toBuckets)) {
    lines.add(bucket);
    first.push(number);
    number += bucket.length;
  }
  return { at, first };
}

function toBuckets(records: readonly unknown[]): readonly (readonly unknown[])[] {
  const buckets: unknown[][] = [];
  let room = 0;
  for (const record of records) {
    const size = JSON.stringify(record).length;
    if (room < size) {
      buckets.push([]);
      room = BUCKET_SIZE;
    }
    buckets.at(-1)?.push(record);
    room -= size;
  }
  return buckets;
}

// A CommonJS file, and where a package.json beside it says that it is an ES module, it runs as one too.
const REQUIRE =
  'typeof require === "function" ? require : process.getBuiltinModule("node:module").createRequire(process.argv[1])';

function printHead(loader: string, table: PackTable, summary: object): string {
  return [
    "#!/usr/bin/env node",
    "// Made by airgo. It checks itself: edit, format or minify it, and it refuses to run.",
    "((require, host) => {",
    "const module = { exports: {} };",
    loader.trimEnd(),
    `module.exports.start({ ...host, require, table: ${toAscii(table)}, summary: ${toAscii(summary)} });`,
    `})(${REQUIRE}, { module: typeof module === "object" ? module : undefined });`,
    "",
  ].join("\n");
}

/** The lines after the loader. */
class Lines {
  readonly texts: string[] = [];
  readonly places: [offset: number, length: number][] = [];
  #end = 0;

  /** @returns the number of the line */
  add(value: unknown): number {
    const deflated = deflateSync(toAscii(value), { level: 9 });
    const text = `${LINE_START}${deflated.toString("base64")}\n`;
    this.texts.push(text);
    this.#end += text.length;
    return this.places.push([this.#end - text.length, text.length]) - 1;
  }
}

/** JSON without a character that any encoding would change. */
function toAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// The packer: the other side of runtime/loader.ts. docs/adr/0004-one-packed-file.md explains the layout.

import type { DagEntry } from "../../runtime/bundle.ts";
import {
  type CodeRecord,
  checksum,
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
  /** The loader's code, as the body of a CommonJS module. */
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

/** `draft`: for one run on this machine, which is over before compressing would be. */
export function packFile(contents: PackContents, { draft = false } = {}): string {
  const { core, shared, entries, later, dags, data } = contents;
  const lines = new PackedLines();
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
    lines: lines.places,
    dictionary,
    code,
    index,
    data: Object.fromEntries(named),
    maps: mapShelf,
  };
  const head = printHead(contents, table, lines.text);
  return head + lines.text + printSeal(checksum(Buffer.from(head)));
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
    // Nothing compresses a hash, and in base64 it is a third shorter.
    const hash = Buffer.from(structureHash, "hex").toString("base64url");
    buckets[indexOfDag(dagId, count)]?.push([dagId, module, file, hash]);
  }
  return buckets;
}

// A CommonJS file; and where a package.json beside it says that it is an ES module, it runs as one too.
const REQUIRE =
  'typeof require === "function" ? require : process.getBuiltinModule("node:module").createRequire(process.argv[1])';

type Lengths = Pick<PackTable, "headLength" | "fileLength" | "coreLines">;

function printHead(
  contents: PackContents,
  table: Omit<PackTable, keyof Lengths>,
  body: string,
): string {
  const { loader, core, summary } = contents;
  const code = core.code.trimEnd();
  const begin = [
    "#!/usr/bin/env node",
    "// Made by airgo. It checks itself: edited, formatted or minified, it refuses to run.",
    // In parentheses, V8 compiles the function at once instead of looking through it twice.
    `((require, host) => { const core = (function (${PART_PARAMETERS.join(", ")}) {`,
  ];
  const coreLines = [begin.length + 1, code.split("\n").length] as const;
  const print = (headLength: number): string => {
    const fileLength = headLength + body.length + SEAL_LENGTH;
    const lengths: Lengths = {
      headLength: padLength(headLength),
      fileLength: padLength(fileLength),
      coreLines,
    };
    return [
      ...begin,
      code,
      "}), module = { exports: {} };",
      loader.trimEnd(),
      `module.exports.start({ ...host, require, core, table: ${toAscii({ ...lengths, ...table })}, summary: ${toAscii(summary)} });`,
      `})(${REQUIRE}, { module: typeof module === "object" ? module : undefined });`,
      "",
    ].join("\n");
  };
  return print(print(0).length);
}

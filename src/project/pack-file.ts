// The packer: the other side of runtime/loader.ts. docs/adr/0004-one-packed-file.md explains the layout.

import {
  type CodeRecord,
  checksum,
  indexOfDag,
  PART_PARAMETERS,
  type PackTable,
  padLength,
  printSeal,
  SEAL_LENGTH,
} from "../../runtime/pack-format.ts";
import type { CompiledPart } from "./compile-part.ts";
import { COMPRESSED, PackedLines, PLAIN, toAscii } from "./packed-lines.ts";

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
  readonly dags: readonly { readonly dagId: string }[];
  readonly data: Readonly<Record<string, object>>;
}

// Node reads the whole file at each start, two milliseconds a megabyte; loading zlib costs about two. So what a pod needs
// is plain where it is little.
const MOST_PLAIN = 1.5 * 1024 * 1024;
const DAGS_A_BUCKET = 32;

/** `draft`: for one run on this machine, which is over before compressing would be. */
export function packFile(contents: PackContents, { draft = false } = {}): string {
  const { core, shared, entries, later, dags, data } = contents;
  const user = [...shared, ...entries].map(toRecord);
  const isLarge = JSON.stringify([user, dags]).length > MOST_PLAIN;
  const userForm = isLarge && !draft ? COMPRESSED : PLAIN;
  const restForm = draft ? PLAIN : COMPRESSED;
  const lines = new PackedLines();
  const code = lines.addShelf(1, [
    [shared.map(toRecord), userForm],
    [entries.map(toRecord), userForm],
    [later.map(toRecord), restForm],
  ]);
  const index = { at: lines.places.length, count: Math.ceil(dags.length / DAGS_A_BUCKET) || 1 };
  for (const bucket of indexBuckets(dags, index.count)) lines.add(bucket, userForm);
  const named = Object.entries(data).map(([name, value]) => [name, lines.add(value, restForm)]);
  const maps = [core, ...shared, ...entries, ...later].map(({ map }) => map);
  const mapShelf = lines.addShelf(0, [[maps, restForm]]);
  const table = {
    code,
    index,
    data: Object.fromEntries(named),
    maps: mapShelf,
    lines: lines.places,
  };
  const head = printHead(contents, table, lines.text);
  return head + lines.text + printSeal(checksum(Buffer.from(head)));
}

function toRecord({ file, code }: CompiledPart): CodeRecord {
  return [file, code];
}

function indexBuckets<Entry extends { readonly dagId: string }>(
  dags: readonly Entry[],
  count: number,
): readonly (readonly Entry[])[] {
  const buckets: Entry[][] = Array.from({ length: count }, () => []);
  for (const dag of dags) buckets[indexOfDag(dag.dagId, count)]?.push(dag);
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

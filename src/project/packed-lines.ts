// The lines of the packed file that follow the loader: JSON, in comments.

import { type BrotliOptions, brotliCompressSync, constants } from "node:zlib";
import { checksum, LINE_START, type PackTable, type Shelf } from "../../runtime/pack-format.ts";

/** How a line holds its JSON, and how much of it a bucket should hold. */
export interface LineForm {
  readonly compressed: boolean;
  readonly bucketSize: number;
}

// Larger buckets compress better, smaller ones are read and parsed faster: one DAG costs a pod its whole bucket.
export const PLAIN: LineForm = { compressed: false, bucketSize: 16 * 1024 };
export const COMPRESSED: LineForm = { compressed: true, bucketSize: 128 * 1024 };

// A fifth smaller than deflate's best, and as fast to read; the qualities above are ten times slower for a tenth more.
const BROTLI: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

/** Records that share lines with one another, and with no others. */
export type LineGroup = readonly [records: readonly unknown[], form: LineForm];

export class PackedLines {
  readonly #texts: string[] = [];
  readonly #places: PackTable["lines"][number][] = [];
  #end = 0;

  get text(): string {
    return this.#texts.join("");
  }

  get places(): PackTable["lines"] {
    return this.#places;
  }

  /** @returns the number of the line */
  add(value: object, { compressed }: LineForm): number {
    const json = toAscii(value);
    const held = compressed ? brotliCompressSync(json, BROTLI).toString("base64") : json;
    const text = `${LINE_START}${held}\n`;
    this.#texts.push(text);
    this.#places.push([this.#end, text.length, checksum(Buffer.from(text))]);
    this.#end += text.length;
    return this.#places.length - 1;
  }

  /** Adds records, of which the first has number `from`, several a line, and each group in lines of its own. */
  addShelf(from: number, groups: readonly LineGroup[]): Shelf {
    const at = this.#places.length;
    const first: number[] = [];
    let number = from;
    for (const [records, form] of groups) {
      for (const bucket of toBuckets(records, form.bucketSize)) {
        this.add(bucket, form);
        first.push(number);
        number += bucket.length;
      }
    }
    return { at, first };
  }
}

function toBuckets(records: readonly unknown[], size: number): readonly (readonly unknown[])[] {
  const buckets: unknown[][] = [];
  let room = 0;
  for (const record of records) {
    const length = JSON.stringify(record).length;
    if (room < length) {
      buckets.push([]);
      room = size;
    }
    buckets.at(-1)?.push(record);
    room -= length;
  }
  return buckets;
}

/** JSON without a character that a change of encoding would touch. */
export function toAscii(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

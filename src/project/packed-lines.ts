// The lines of the packed file that follow the head: JSON, in comments.

import { type BrotliOptions, brotliCompressSync, constants, deflateRawSync } from "node:zlib";
import { checksum } from "../../runtime/byte-loops.ts";
import {
  LINE_START,
  type PackTable,
  printNumbers,
  type Shelf,
  SMALL_MARK,
} from "../../runtime/pack-format.ts";

/** How a line holds its JSON, and how much of it a bucket should hold. */
export interface LineForm {
  readonly kind: "plain" | "small" | "large";
  readonly bucketSize: number;
}

/** As it is. */
export const PLAIN: LineForm = { kind: "plain", bucketSize: 16 * 1024 };
/** For what a pod reads where there is much of it: inflated by our own few lines, in less time than zlib takes to load. */
export const SMALL: LineForm = { kind: "small", bucketSize: 8 * 1024 };
/** For what only commands and errors read. */
export const LARGE: LineForm = { kind: "large", bucketSize: 128 * 1024 };

// The qualities above are ten times slower, for a tenth less.
const BROTLI: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

/** Records that share lines with one another, and with no others. */
export type LineGroup = readonly [records: readonly unknown[], form: LineForm];

/** All lines as they go into a file. */
export interface FinalLines {
  readonly text: string;
  readonly places: PackTable["lines"];
  /** The number of the line that was put last, as it stands. */
  readonly last: number | undefined;
}

export class PackedLines {
  readonly #texts: string[] = [];
  readonly #places: number[] = [];
  #length = 0;
  #dictionary: Buffer | undefined;

  /** With one more line, where `held` is given; these stay as they are. */
  with(held: string | undefined): FinalLines {
    const lines = new PackedLines();
    lines.#texts.push(...this.#texts);
    lines.#places.push(...this.#places);
    lines.#length = this.#length;
    const last = held === undefined ? undefined : lines.#addText(held);
    return {
      text: lines.#texts.join(""),
      places: printNumbers([...lines.#places, lines.#length]),
      last,
    };
  }

  get length(): number {
    return this.#texts.length;
  }

  /** What the small lines that follow refer to. @returns the number of the line */
  addDictionary(text: string): number {
    this.#dictionary = Buffer.from(text);
    return this.#addText(text);
  }

  /** @returns the number of the line */
  add(value: object, { kind }: LineForm): number {
    const json = toAscii(value);
    if (kind === "large") return this.#addText(brotliCompressSync(json, BROTLI).toString("base64"));
    if (kind === "plain" || this.#dictionary === undefined) return this.#addText(json);
    const strategy = constants.Z_FIXED; // as runtime/inflate.ts wants it
    const deflated = deflateRawSync(json, { level: 9, strategy, dictionary: this.#dictionary });
    const small = `${SMALL_MARK}${json.length} ${deflated.toString("base64")}`;
    return this.#addText(small.length < json.length ? small : json);
  }

  #addText(held: string): number {
    const text = `${LINE_START}${held}\n`;
    this.#texts.push(text);
    this.#places.push(this.#length, checksum(Buffer.from(text)));
    this.#length += text.length;
    return this.#texts.length - 1;
  }

  /** Adds records, of which the first has number `from`, several a line, and each group in lines of its own. */
  addShelf(from: number, groups: readonly LineGroup[]): Shelf {
    const at = this.#texts.length;
    const first: number[] = [];
    let number = from;
    for (const [records, form] of groups) {
      for (const bucket of toBuckets(records, form.bucketSize)) {
        this.add(bucket, form);
        first.push(number);
        number += bucket.length;
      }
    }
    return { at, first: printNumbers(first) };
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

// Inflates the text of a few DAG files, in a tenth of the time that Node takes to load zlib, which brings all of its streams
// with it. Only for what the packer deflated (RFC 1951) and a checksum has covered: it trusts its input.

/** Lengths and distances (RFC 1951, 3.2.5): the least that each code stands for, and how many bits say how much more. */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which the lengths of the codes of lengths are given (3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;
/** Codes of up to so many bits are looked up, longer ones are counted out: a larger table takes longer to make than it saves. */
const FAST_BITS = 7;

/** A Huffman code: how many codes of each length there are, their symbols in order, and the short ones by their bits. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** A symbol, shifted by four, and the length of its code; zero where that is longer. */
  readonly fast: Uint16Array;
}

/** What `source` stands for after `dictionary`; `length` bytes. */
export function inflate(source: Buffer, length: number, dictionary: Buffer): Buffer {
  const output = Buffer.allocUnsafeSlow(dictionary.length + length);
  dictionary.copy(output);
  new Inflater(source, output, dictionary.length).run();
  return output.subarray(dictionary.length);
}

class Inflater {
  readonly #source: Buffer;
  readonly #output: Buffer;
  #at = 0;
  #end: number;
  /** Bits that were read and not used, the first lowest. */
  #bits = 0;
  #bitCount = 0;

  constructor(source: Buffer, output: Buffer, end: number) {
    this.#source = source;
    this.#output = output;
    this.#end = end;
  }

  run(): void {
    for (let isLast = false; !isLast; ) {
      isLast = this.#take(1) === 1;
      const type = this.#take(2);
      if (type === 0) this.#copyStored();
      else if (type === 1) this.#inflateBlock(toCode(FIXED_LENGTHS), toCode(FIXED_DISTANCES));
      else this.#inflateBlock(...this.#readCodes());
    }
  }

  #take(count: number): number {
    this.#fill(count);
    const value = this.#bits & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  #fill(count: number): void {
    while (this.#bitCount < count) {
      this.#bits |= (this.#source[this.#at++] ?? 0) << this.#bitCount;
      this.#bitCount += 8;
    }
  }

  #drop(count: number): void {
    this.#bits >>>= count;
    this.#bitCount -= count;
  }

  #decode({ counts, symbols, fast }: Code): number {
    this.#fill(LONGEST_CODE);
    const found = fast[this.#bits & ((1 << FAST_BITS) - 1)] ?? 0;
    if (found !== 0) {
      this.#drop(found & 15);
      return found >> 4;
    }
    // A code begins with its highest bit: longer ones follow the last of each length.
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("no code has so many bits");
  }

  #copyStored(): void {
    // Whole bytes that were read ahead are given back; the rest of the current one is not used.
    this.#at -= this.#bitCount >> 3;
    this.#bits = 0;
    this.#bitCount = 0;
    const length = this.#source.readUInt16LE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    this.#source.copy(this.#output, this.#end, start, this.#at);
    this.#end += length;
  }

  #inflateBlock(lengths: Code, distances: Code): void {
    const output = this.#output;
    for (;;) {
      const symbol = this.#decode(lengths);
      if (symbol === END_OF_BLOCK) return;
      if (symbol < END_OF_BLOCK) output[this.#end++] = symbol;
      else {
        const place = symbol - END_OF_BLOCK - 1;
        const length = (LENGTHS[place] ?? 0) + this.#take(LENGTH_BITS[place] ?? 0);
        const far = this.#decode(distances);
        this.#repeat(length, (DISTANCES[far] ?? 0) + this.#take(DISTANCE_BITS[far] ?? 0));
      }
    }
  }

  #repeat(length: number, distance: number): void {
    const output = this.#output;
    const from = this.#end - distance;
    if (distance >= length) output.copyWithin(this.#end, from, from + length);
    // What is repeated is not all there yet.
    else for (let at = 0; at < length; at++) output[this.#end + at] = output[from + at] ?? 0;
    this.#end += length;
  }

  #readCodes(): [lengths: Code, distances: Code] {
    const lengthCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const orderCount = this.#take(4) + 4;
    const own = new Uint8Array(ORDER.length);
    for (let at = 0; at < orderCount; at++) own[ORDER[at] ?? 0] = this.#take(3);
    const all = this.#readLengths(toCode(own), lengthCount + distanceCount);
    return [toCode(all.subarray(0, lengthCount)), toCode(all.subarray(lengthCount))];
  }

  #readLengths(code: Code, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const symbol = this.#decode(code);
      if (symbol < 16) lengths[at++] = symbol;
      else {
        const repeated = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
        const times =
          symbol === 16
            ? 3 + this.#take(2)
            : symbol === 17
              ? 3 + this.#take(3)
              : 11 + this.#take(7);
        lengths.fill(repeated, at, at + times);
        at += times;
      }
    }
    return lengths;
  }
}

const FIXED_LENGTHS = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
const FIXED_DISTANCES = new Uint8Array(30).fill(5);

/** The Huffman code that the lengths of all symbols' codes define (3.2.2). */
function toCode(lengths: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length++) {
    next[length + 1] = (next[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const place = next[length] ?? 0;
    symbols[place] = symbol;
    next[length] = place + 1;
  }
  return { counts, symbols, fast: toFast(counts, symbols) };
}

function toFast(counts: Uint16Array, symbols: Uint16Array): Uint16Array {
  const fast = new Uint16Array(1 << FAST_BITS);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= FAST_BITS; length++) {
    for (let left = counts[length] ?? 0; left > 0; left--) {
      const entry = ((symbols[index++] ?? 0) << 4) | length;
      for (let at = reversed(code++, length); at < fast.length; at += 1 << length) fast[at] = entry;
    }
    code <<= 1;
  }
  return fast;
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let at = 0; at < length; at++) bits |= ((code >> at) & 1) << (length - 1 - at);
  return bits;
}

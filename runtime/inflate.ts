// Inflates the text of a few DAG files, in a tenth of the time that Node takes to load zlib, which brings all of its streams
// with it. Only for what the packer deflated (RFC 1951) and a checksum has covered: it trusts its input. The packer uses
// deflate's fixed codes, which need no table: in texts so short, tables of their own would be a tenth shorter, and making
// them would take longer than all the rest.

/** Lengths and distances (3.2.5): the least that each code stands for, and how many bits say how much more. */
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

const STORED = 0;
const END_OF_BLOCK = 256;

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
      if (this.#take(2) === STORED) this.#copyStored();
      else while (this.#inflateSymbol(this.#literalOrLength()));
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

  /** The fixed codes (3.2.6), of seven, eight or nine bits, the highest first. */
  #literalOrLength(): number {
    this.#fill(9);
    const code = reversed(this.#bits & 255);
    if (code < 48) {
      this.#drop(7);
      return END_OF_BLOCK + (code >> 1);
    }
    if (code < 200) {
      this.#drop(8);
      return code < 192 ? code - 48 : 88 + code;
    }
    const ninth = (this.#bits >> 8) & 1;
    this.#drop(9);
    return code * 2 + ninth - 256;
  }

  /** @returns whether the block goes on */
  #inflateSymbol(symbol: number): boolean {
    if (symbol < END_OF_BLOCK) this.#output[this.#end++] = symbol;
    else if (symbol > END_OF_BLOCK) {
      const place = symbol - END_OF_BLOCK - 1;
      const length = (LENGTHS[place] ?? 0) + this.#take(LENGTH_BITS[place] ?? 0);
      const far = reversed(this.#take(5)) >> 3;
      this.#repeat(length, (DISTANCES[far] ?? 0) + this.#take(DISTANCE_BITS[far] ?? 0));
    }
    return symbol !== END_OF_BLOCK;
  }

  #repeat(length: number, distance: number): void {
    const output = this.#output;
    const from = this.#end - distance;
    if (distance >= length) output.copyWithin(this.#end, from, from + length);
    // What is repeated is not all there yet.
    else for (let at = 0; at < length; at++) output[this.#end + at] = output[from + at] ?? 0;
    this.#end += length;
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
}

/** Eight bits the other way round, without a table: each product spreads the byte, each mask picks half of its bits. */
function reversed(byte: number): number {
  const spread = ((byte * 0x0802) & 0x22110) | ((byte * 0x8020) & 0x88440);
  return (Math.imul(spread, 0x10101) >>> 16) & 255;
}

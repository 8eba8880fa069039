// Two loops over many bytes. In a process that has just begun JavaScript is interpreted, which takes two milliseconds for the
// 300 KB that a pod checks, and Node takes three to load its own hashes. WebAssembly runs at once: all of it takes half a
// millisecond, most of it to get going.

/** What works on a page of bytes that it shares with its caller. */
export interface ByteLoops {
  /** {@link PAGE} bytes to read, and then as many to write. */
  readonly memory: Uint8Array;
  /** Takes the first `length` bytes into a checksum. */
  checksum(sum: number, length: number): number;
  /** Decodes the first `length` letters to the second page. */
  decode(length: number): void;
}

const PAGE = 64 * 1024;
/** Bytes that are taken at a time. */
const STEP = 16;
/** Bytes that so many letters stand for. */
const DECODED = 12;

let loops: ByteLoops | undefined;

/** Of 32 bits; never the same where only one byte differs. */
export function checksum(bytes: Uint8Array, { memory, checksum: take } = fastest()): number {
  let sum = bytes.length;
  for (let at = 0; at < bytes.length; at += PAGE) {
    const piece = bytes.subarray(at, at + PAGE);
    memory.set(piece);
    // What is left of the piece before must not count.
    memory.fill(0, piece.length, piece.length + STEP);
    sum = take(sum, piece.length);
  }
  return sum >>> 0;
}

/**
 * The bytes that a text of letters from "0" to "o" stands for: six bits a letter, the lowest first. Unlike base64 it needs no
 * table, and no string, which would have V8 collect garbage. `length` is the number of bytes; there are 16 letters for 12.
 */
export function decodeLetters(
  letters: Uint8Array,
  length: number,
  { memory, decode } = fastest(),
): Buffer {
  const bytes = Buffer.allocUnsafeSlow((letters.length / STEP) * DECODED);
  for (let at = 0; at < letters.length; at += PAGE) {
    const piece = letters.subarray(at, at + PAGE);
    memory.set(piece);
    decode(piece.length);
    const end = PAGE + (piece.length / STEP) * DECODED;
    bytes.set(memory.subarray(PAGE, end), (at / STEP) * DECODED);
  }
  return bytes.subarray(0, length);
}

/** The other way round. */
export function encodeLetters(bytes: Uint8Array): string {
  const padded = Buffer.alloc(Math.ceil(bytes.length / DECODED) * DECODED);
  padded.set(bytes);
  const letters = Buffer.alloc((padded.length / DECODED) * STEP);
  for (let at = 0; at < padded.length; at += 3) {
    const word = padded.readUIntLE(at, 3);
    for (let place = 0; place < 4; place++) {
      letters[(at / 3) * 4 + place] = FIRST_LETTER + ((word >> (6 * place)) & 63);
    }
  }
  return letters.toString("latin1");
}

function fastest(): ByteLoops {
  loops ??= compiled() ?? interpreted();
  return loops;
}

const FIRST_LETTER = 0x30;
const TURN = 13;
const FACTOR = 0x9e3779b1;

// (module
//   (memory (export "memory") 2)
//   (func (export "checksum") (param $sum i32) (param $length i32) (result i32) (local $at i32) (local $sums v128) (local $factor v128)
//     (local.set $sums (i32x4.splat (local.get $sum)))
//     (local.set $factor (i32x4.splat (i32.const FACTOR)))
//     (loop
//       (local.set $sums (v128.xor (local.get $sums) (v128.load align=1 (local.get $at))))
//       (local.set $sums (i32x4.mul
//         (v128.or (i32x4.shl (local.get $sums) (i32.const 13)) (i32x4.shr_u (local.get $sums) (i32.const 19)))
//         (local.get $factor)))
//       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $length))))
//     …the four sums as one, as `interpreted` has it…)
//   (func (export "decode") (param $length i32) (local $at i32) (local $out i32) (local $word v128)
//     (local.set $out (i32.const 65536))
//     (loop
//       (local.set $word (i8x16.sub (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 0x30))))
//       (local.set $word …six bits of each letter, shifted together: (word & 0x3f) | (word >> 2 & 0xfc0) | …)
//       (v128.store align=1 (local.get $out) (i8x16.shuffle 0 1 2 4 5 6 8 9 10 12 13 14 0 0 0 0 (local.get $word) (local.get $word)))
//       (local.set $out (i32.add (local.get $out) (i32.const 12)))
//       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $length))))))
const MODULE =
  "AGFzbQEAAAABCwJgAn9/AX9gAX8AAwMCAAEFAwEAAgceAwZtZW1vcnkCAAhjaGVja3N1bQAABmRlY29kZQABCpwCAnsC" +
  "AX8CeyAA/REhA0Gx893xef0RIQQDQCADIAL9AAAA/VEiA0EN/asBIANBE/2tAf1QIAT9tQEhAyACQRBqIgIgAUkNAAsg" +
  "A/0bAEENd0Gx893xeWwgA/0bAXNBDXdBsfPd8XlsIAP9GwJzQQ13QbHz3fF5bCAD/RsDcwudAQICfwZ7QYCABCECQT/9" +
  "ESEEQcAf/REhBUGA4A/9ESEGQYCA8Af9ESEHQbDgwIED/REhCANAIAIgAf0AAAAgCP1xIgMgBP1OIANBAv2tASAF/U79" +
  "UCADQQT9rQEgBv1O/VAgA0EG/a0BIAf9Tv1QIgMgA/0NAAECBAUGCAkKDA0OAAAAAP0LAAAgAkEMaiECIAFBEGoiASAA" +
  "SQ0ACws=";

interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: Omit<ByteLoops, "memory"> & {
      readonly memory: { readonly buffer: ArrayBuffer };
    };
  };
}

/** Undefined where Node was told to compile nothing, has no room, or a processor without what it needs. */
function compiled(): ByteLoops | undefined {
  try {
    const { Module, Instance } = Reflect.get(globalThis, "WebAssembly") as WebAssemblyApi; // not in Node's types
    const { exports } = new Instance(new Module(Buffer.from(MODULE, "base64")));
    const { memory, checksum: take, decode } = exports;
    return { memory: new Uint8Array(memory.buffer), checksum: take, decode };
  } catch {
    return undefined;
  }
}

/** The same in JavaScript. */
export function interpreted(): ByteLoops {
  const memory = new Uint8Array(2 * PAGE);
  const words = new DataView(memory.buffer);
  return {
    memory,
    checksum(sum, length) {
      const sums = [sum, sum, sum, sum];
      for (let at = 0; at < length; at += STEP) {
        for (const [lane, own] of sums.entries()) {
          sums[lane] = mix(own ^ words.getInt32(at + 4 * lane, true));
        }
      }
      return sums.reduce((all, own) => mix(all) ^ own);
    },
    decode(length) {
      for (let at = 0, out = PAGE; at < length; at += 4, out += 3) {
        for (let place = 0, word = 0; place < 4; place++) {
          word |= ((memory[at + place] ?? 0) - FIRST_LETTER) << (6 * place);
          if (place > 0) memory[out + place - 1] = (word >> (8 * (place - 1))) & 255;
        }
      }
    },
  };
}

function mix(word: number): number {
  return Math.imul((word << TURN) | (word >>> (32 - TURN)), FACTOR);
}

// Two loops over many bytes. In a process that has just begun JavaScript is interpreted, which takes two milliseconds for the
// 300 KB that a pod checks, and Node takes three to load its own hashes. WebAssembly runs at once: all of it takes half a
// millisecond, most of it to get going.

/** What works on memory that it shares with its caller. */
export interface ByteLoops {
  /** {@link AREA} bytes to read from, and then as many to write to. */
  readonly memory: Buffer;
  /** Takes the first `length` bytes into a checksum, sixteen at a time. */
  checksum(sum: number, length: number): number;
  /** Decodes the letters from `from` to `to` to the second area, sixteen at a time. */
  decode(from: number, to: number): void;
}

export const AREA = 512 * 1024;
const STEP = 16;
/** Bytes that so many letters stand for. */
const DECODED = 12;

let loops: ByteLoops | undefined;

/** Memory whose bytes are checked, and decoded, without being copied. */
export function sharedMemory(): Buffer {
  return fastest().memory.subarray(0, AREA);
}

/**
 * Of 32 bits; of bytes that fit into the area, never the same where only one of them differs. Bytes of the shared memory are
 * those at its beginning.
 */
export function checksum(bytes: Uint8Array, { memory, checksum: take } = fastest()): number {
  let sum = bytes.length;
  for (let at = 0; at < bytes.length; at += AREA) {
    const piece = bytes.subarray(at, at + AREA);
    if (piece.buffer !== memory.buffer) memory.set(piece);
    // What was there before must not count.
    memory.fill(0, piece.length, piece.length + STEP);
    sum = take(sum, piece.length);
  }
  return sum >>> 0;
}

/**
 * The bytes that letters from "0" to "o" stand for, 16 for 12 bytes: the low six bits of each, and then four letters with the
 * high bits of three bytes each. Unlike base64 that needs no table, and no string, which would have V8 collect garbage; and
 * the loop is so short that V8 does not come to compile it a second time. They are there until the next call.
 *
 * @param length of the bytes
 */
export function decodeLetters(
  letters: Uint8Array,
  length: number,
  { memory, decode } = fastest(),
): Buffer {
  const isShared = letters.buffer === memory.buffer;
  const from = isShared ? letters.byteOffset - memory.byteOffset : 0;
  if (!isShared) memory.set(letters);
  if (letters.length > 0) decode(from, from + letters.length);
  return memory.subarray(AREA, AREA + length);
}

/** The other way round. */
export function encodeLetters(bytes: Uint8Array): string {
  const padded = Buffer.alloc(Math.ceil(bytes.length / DECODED) * DECODED);
  padded.set(bytes);
  const letters = Buffer.alloc((padded.length / DECODED) * STEP, FIRST_LETTER);
  for (const [at, byte] of padded.entries()) {
    const [step, place] = [Math.floor(at / DECODED) * STEP, at % DECODED];
    letters[step + place] = FIRST_LETTER + (byte & 63);
    const high = step + DECODED + (place % 4);
    letters[high] = (letters[high] ?? 0) + ((byte >> 6) << (2 * (place >> 2)));
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
//   (memory (export "memory") 16)
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
//   (func (export "decode") (param $at i32) (param $to i32) (local $out i32) (local $low v128)
//     (local.set $out (i32.const AREA))
//     (loop
//       (local.set $low (i8x16.sub (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 0x30))))
//       (v128.store align=1 (local.get $out) (v128.or (local.get $low) (i32x4.mul
//         (v128.and (i8x16.shuffle 12 13 14 15 12 13 14 15 … (local.get $low) (local.get $low)) (v128.const 3 3 3 3 12 12 12 12 48 48 48 48 …))
//         (v128.const i32x4 64 16 4 0))))
//       (local.set $out (i32.add (local.get $out) (i32.const 12)))
//       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $to))))))
const MODULE =
  "AGFzbQEAAAABDAJgAn9/AX9gAn9/AAMDAgABBQMBABAHHgMGbWVtb3J5AgAIY2hlY2tzdW0AAAZkZWNvZGUAAQqGAgJ7" +
  "AgF/AnsgAP0RIQNBsfPd8Xn9ESEEA0AgAyAC/QAAAP1RIgNBDf2rASADQRP9rQH9UCAE/bUBIQMgAkEQaiICIAFJDQAL" +
  "IAP9GwBBDXdBsfPd8XlsIAP9GwFzQQ13QbHz3fF5bCAD/RsCc0ENd0Gx893xeWwgA/0bA3MLhwECAX8Ee0GAgCAhAkGw" +
  "4MCBA/0RIQT9DAMDAwMMDAwMMDAwMAAAAAAhBf0MQAAAABAAAAAEAAAAAAAAACEGA0AgAiAA/QAAACAE/XEiAyADIAP9" +
  "DQwNDg8MDQ4PDA0ODwwNDg8gBf1OIAb9tQH9UP0LAAAgAkEMaiECIABBEGoiACABSQ0ACws=";

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
    return { memory: Buffer.from(memory.buffer), checksum: take, decode };
  } catch {
    return undefined;
  }
}

/** The same in JavaScript. */
export function interpreted(): ByteLoops {
  const memory = Buffer.allocUnsafeSlow(2 * AREA);
  return {
    memory,
    checksum(sum, length) {
      const sums = [sum, sum, sum, sum];
      for (let at = 0; at < length; at += STEP) {
        for (const [lane, own] of sums.entries()) {
          sums[lane] = mix(own ^ memory.readInt32LE(at + 4 * lane));
        }
      }
      return sums.reduce((all, own) => mix(all) ^ own);
    },
    decode(from, to) {
      const bits = (at: number): number => (memory[at] ?? 0) - FIRST_LETTER;
      for (let at = from, out = AREA; at < to; at += STEP, out += DECODED) {
        for (let place = 0; place < DECODED; place++) {
          const high = bits(at + DECODED + (place % 4)) >> (2 * (place >> 2));
          memory[out + place] = bits(at + place) | ((high & 3) << 6);
        }
      }
    },
  };
}

function mix(word: number): number {
  return Math.imul((word << TURN) | (word >>> (32 - TURN)), FACTOR);
}

// A checksum that costs next to nothing in a process that has just begun: there, a loop of JavaScript is interpreted, and
// Node takes three milliseconds to load its own hashes. A loop of WebAssembly runs at once: 0.5 ms for 250 KB, most of it
// to get going, against 1.5 ms.

/** `(page, check)`, where `check(sum, length)` takes the first `length` bytes of the page into the sum. */
type Checker = readonly [page: Uint8Array, check: (sum: number, length: number) => number];

const PAGE = 64 * 1024;
/** Bytes that are taken at a time: four words, which do not wait for one another. */
const STEP = 16;
const TURN = 13;
const FACTOR = 0x9e3779b1;

// (module
//   (memory (export "m") 1)
//   (func (export "f") (param $sum i32) (param $length i32) (result i32) (local $at i32) (local $sums v128) (local $factor v128)
//     (local.set $sums (i32x4.splat (local.get $sum)))
//     (local.set $factor (i32x4.splat (i32.const 0x9e3779b1)))
//     (loop
//       (local.set $sums (v128.xor (local.get $sums) (v128.load align=1 (local.get $at))))
//       (local.set $sums (i32x4.mul
//         (v128.or (i32x4.shl (local.get $sums) (i32.const 13)) (i32x4.shr_u (local.get $sums) (i32.const 19)))
//         (local.get $factor)))
//       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $length))))
//     …the four sums as one, as `interpreted` has it…))
const MODULE =
  "0061736d0100000001070160027f7f017f030201000503010001070902016d0200016600000a7d017b02017f027b" +
  "2000fd11210341b1f3ddf179fd112104034020032002fd000000fd512203410dfdab0120034113fdad01fd502004" +
  "fdb5012103200241106a22022001490d000b2003fd1b00410d7741b1f3ddf1796c2003fd1b0173410d7741b1f3dd" +
  "f1796c2003fd1b0273410d7741b1f3ddf1796c2003fd1b03730b";

let checker: Checker | undefined;

/** Of 32 bits; never the same where only one byte differs. */
export function checksum(bytes: Uint8Array, [page, check] = fastest()): number {
  let sum = bytes.length;
  for (let at = 0; at < bytes.length; at += PAGE) {
    const piece = bytes.subarray(at, at + PAGE);
    page.set(piece);
    // What is left of the piece before must not count.
    page.fill(0, piece.length, piece.length + STEP);
    sum = check(sum, piece.length);
  }
  return sum >>> 0;
}

interface WebAssemblyModule {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { readonly m: { readonly buffer: ArrayBuffer }; readonly f: Checker[1] };
  };
}

function fastest(): Checker {
  checker ??= compiled() ?? interpreted();
  return checker;
}

/** Undefined where Node was told to compile nothing, or has no room for it. */
function compiled(): Checker | undefined {
  try {
    const { Module, Instance } = Reflect.get(globalThis, "WebAssembly") as WebAssemblyModule; // not in Node's types
    const { m, f } = new Instance(new Module(Buffer.from(MODULE, "hex"))).exports;
    return [new Uint8Array(m.buffer), f];
  } catch {
    return undefined;
  }
}

/** The same in JavaScript. */
export function interpreted(): Checker {
  const page = new Uint8Array(PAGE);
  const words = new DataView(page.buffer);
  return [
    page,
    (sum, length) => {
      const sums = [sum, sum, sum, sum];
      for (let at = 0; at < length; at += STEP) {
        for (const [lane, own] of sums.entries()) {
          sums[lane] = mix(own ^ words.getInt32(at + 4 * lane, true));
        }
      }
      return sums.reduce((all, own) => mix(all) ^ own);
    },
  ];
}

function mix(word: number): number {
  return Math.imul((word << TURN) | (word >>> (32 - TURN)), FACTOR);
}

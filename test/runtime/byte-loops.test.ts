import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  AREA,
  checksum,
  decodeLetters,
  encodeLetters,
  interpreted,
} from "../../runtime/byte-loops.ts";

// Around its steps of 16 bytes and its area.
const LENGTHS = [0, 1, 4, 15, 16, 17, 200_000, AREA - 1, AREA, AREA + 1, 3 * AREA];

test("the checksum is the same where nothing can be compiled to WebAssembly", () => {
  for (const length of LENGTHS) {
    const bytes = Buffer.from(Array.from({ length }, (_, at) => (at * 31) % 251));
    assert.equal(checksum(bytes, interpreted()), checksum(bytes), `${length} bytes`);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      assert.equal(checksum(bytes, interpreted()), checksum(bytes));
    }),
  );
});

test("a byte that is changed, added or taken away changes the checksum", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
      const at = place % text.length;
      const changed = Uint8Array.from(text, (byte, index) => (index === at ? byte ^ change : byte));
      assert.notEqual(checksum(changed), checksum(text));
      assert.notEqual(checksum(text.subarray(0, -1)), checksum(text));
      assert.notEqual(checksum(Uint8Array.of(...text, 0)), checksum(text));
    }),
  );
});

test("what is encoded in letters is decoded to the same bytes", () => {
  const texts = LENGTHS.filter((length) => length < 0.7 * AREA).map((length) =>
    Buffer.from(Array.from({ length }, (_, at) => at % 251)),
  );
  for (const bytes of texts) {
    const letters = Buffer.from(encodeLetters(bytes));
    assert.match(letters.toString("latin1"), /^[0-o]*$/);
    assert.deepEqual(decodeLetters(letters, bytes.length), bytes);
    assert.deepEqual(decodeLetters(letters, bytes.length, interpreted()), bytes);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (given) => {
      const letters = Buffer.from(encodeLetters(given));
      assert.deepEqual([...decodeLetters(letters, given.length)], [...given]);
      assert.deepEqual([...decodeLetters(letters, given.length, interpreted())], [...given]);
    }),
  );
});

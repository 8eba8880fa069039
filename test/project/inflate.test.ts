import assert from "node:assert/strict";
import test from "node:test";
import { constants, deflateRawSync, type ZlibOptions } from "node:zlib";
import fc from "fast-check";
import { inflate } from "../../runtime/inflate.ts";

function roundTrip(bytes: Buffer, options: ZlibOptions): Buffer {
  const dictionary = Buffer.isBuffer(options.dictionary) ? options.dictionary : Buffer.alloc(0);
  const deflated = deflateRawSync(bytes, { strategy: constants.Z_FIXED, ...options });
  return inflate(deflated, bytes.length, dictionary);
}

/** Texts with much, little and nothing to repeat. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array)),
  fc
    .array(fc.constantFrom("const dag = new DAG(", "etl", "\n", "x", "select 1"), {
      maxLength: 600,
    })
    .map((words) => Buffer.from(words.join(""))),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 400 }))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);

const options: fc.Arbitrary<ZlibOptions> = fc.record({ level: fc.constantFrom(0, 1, 6, 9) });

test("whatever zlib deflates comes back, in stored and fixed blocks", () => {
  fc.assert(
    fc.property(bytes, options, (original, how) => {
      assert.deepEqual(roundTrip(original, how), original);
    }),
    { numRuns: 300 },
  );
});

test("so does what refers to a dictionary", () => {
  fc.assert(
    fc.property(bytes, bytes, (dictionary, own) => {
      if (dictionary.length === 0) return;
      const original = Buffer.concat([own, dictionary.subarray(0, 900), own]);
      assert.deepEqual(roundTrip(original, { level: 9, dictionary }), original);
    }),
    { numRuns: 100 },
  );
});

test("a text longer than deflate's window comes back", () => {
  const lines = Array.from({ length: 9000 }, (_, at) => `line ${at % 700} of ${at * 7919}`);
  const original = Buffer.from(lines.join("\n"));
  assert.ok(original.length > 4 * 32_768);
  assert.deepEqual(roundTrip(original, { level: 9 }), original);
});

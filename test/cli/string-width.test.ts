import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import fc from "fast-check";
import realStringWidth from "string-width";
import stringWidth from "../../src/cli/string-width.ts";

// What the bundle gives it.
Object.assign(globalThis, { require: createRequire(import.meta.url) });

test("a text is as wide as the package says, whatever is in it", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("\u001b[31mred\u001b[0m 😀…", ""),
  );
  fc.assert(
    fc.property(text, (given) => {
      assert.equal(stringWidth(given), realStringWidth(given));
    }),
  );
});

import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { CORE_SCHEMA, loadAll, YAML11_SCHEMA } from "js-yaml";
import { parseAllDocuments } from "yaml";
import { toYaml } from "../../src/render/yaml.ts";

type Read = (text: string) => unknown[];

const READERS: Readonly<Record<string, Read>> = {
  "js-yaml by YAML 1.2": (text) => loadAll(text, { schema: CORE_SCHEMA }),
  "js-yaml by YAML 1.1": (text) => loadAll(text, { schema: YAML11_SCHEMA }),
  "yaml by YAML 1.2": readWithYaml("1.2"),
  "yaml by YAML 1.1": readWithYaml("1.1"),
};

function readWithYaml(version: "1.1" | "1.2"): Read {
  return (text) =>
    [...parseAllDocuments(text, { version })].map((document) => {
      assert.deepEqual([...document.errors, ...document.warnings], []);
      return document.toJS();
    });
}

// What readers of YAML have taken for something else than a text.
const ODD_TEXTS = [
  ..."yes No on OFF y n true null ~ * & ! | > % @ - ? : # { } [ ] , = << .inf .nan ---".split(" "),
  ..."1:30 0755 0o17 0x1f 1_000 1e3 +1 -0 .5 2019-01-01 !!str a:b a#b *x &x".split(" "),
  "",
  " ",
  " a ",
  "a: b",
  "a #b",
  "a\nb",
  "a\r\nb\n",
  "\t",
  "{{item}}",
  "'\"\\",
  "\u0000\u0007\u001b\u007f\u0080\u0085\u009f\u00a0",
  "\u2028\u2029\ufeff\ufffe\uffff",
  "é ß 漢 😀 \u{10ffff}",
];

const text = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);
const key = text.filter((name) => name !== "__proto__");
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });

for (const [name, read] of Object.entries(READERS)) {
  test(`${name} reads back what was meant`, () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), (documents) => {
        assert.deepEqual(read(toYaml(documents)), documents);
      }),
      { numRuns: 300 },
    );
  });

  test(`${name} reads every odd text as a text, as a value, an item and a key`, () => {
    const documents = ODD_TEXTS.map((odd) => ({ value: odd, list: [odd, [odd]], [odd]: 1 }));
    assert.deepEqual(read(toYaml(documents)), documents);
  });
}

test("every text is in double quotes, and what YAML 1.1 cannot hold is escaped", () => {
  const written = toYaml([{ plain: "a", yes: "yes", wide: "é\u2028😀\u0085" }]);
  assert.equal(written, 'plain: "a"\n"yes": "yes"\nwide: "é\\u2028\\U0001f600\\u0085"\n');
});

test("a number with an exponent has a point, without which YAML 1.1 reads a text", () => {
  assert.equal(toYaml([{ large: 1e21, small: 1e-7 }]), "large: 1.0e+21\nsmall: 1.0e-7\n");
});

test("fields that are undefined are left out, empty maps and lists are written", () => {
  const written = toYaml([{ none: undefined, map: {}, list: [], nested: [{ a: [] }, [1, [2]]] }]);
  assert.equal(written, "map: {}\nlist: []\nnested:\n  - a: []\n  - - 1\n    - - 2\n");
});

test("what no manifest can hold is refused", () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1]) {
    assert.throws(() => toYaml([{ wrong }]), TypeError);
  }
});

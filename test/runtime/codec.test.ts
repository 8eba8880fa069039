import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import fc from "fast-check";
import {
  decodeInput,
  decodeValue,
  encodeOutput,
  encodeValue,
  VALUE_LIMITS,
} from "../../runtime/codec.ts";
import { isAirgoError } from "../../src/core/errors.ts";

const RUNS = { numRuns: 300 };

// Any value that may cross: what JSON has, and the tagged kinds, with the tag's own key among the keys.
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false, -0, "{{workflow.name}}", "\u007f\ud800{", undefined),
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("$airgo", "value", "__proto__", "toJSON", "{{")),
      tie("value"),
      { noNullPrototype: true },
    ),
    fc.array(fc.tuple(tie("value"), tie("value"))).map((entries) => new Map(entries)),
    fc.array(tie("value")).map((items) => new Set(items)),
  ),
}));
const topValue = anyValue.filter((value) => value !== undefined);

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

function assertHarmless(text: string): void {
  assert.match(text, PRINTABLE_ASCII);
  assert.ok(!text.includes("{{"), text);
}

// What the controller does with the outputs of a fan-out: where all of them are JSON objects or lists, they are parsed and
// printed again, keys sorted; otherwise they stay strings. Go prints <, > and & as escapes.
function fanIn(outputs: readonly string[]): string {
  const parsed = outputs.map(parseContainer);
  const list = parsed.every((value) => value !== undefined) ? parsed.map(sortKeys) : outputs;
  return JSON.stringify(list).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
}

function parseContainer(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sortKeys(v)]),
  );
}

// Argo substitutes a parameter into the template's JSON, quoted as Go quotes.
function substitute(text: string): string {
  assertHarmless(text);
  return JSON.parse(`"${text.replace(/["\\]/g, "\\$&")}"`);
}

function refusal(run: () => unknown): { code: string; message: string; hint: string } {
  try {
    run();
  } catch (error) {
    assert.ok(isAirgoError(error), String(error));
    return { code: error.code, message: error.message, hint: error.hint };
  }
  assert.fail("nothing was refused");
}

test("every value that may cross comes back as it was", () => {
  fc.assert(
    fc.property(topValue, (value) => {
      assert.deepStrictEqual(decodeValue(encodeValue(value)), value);
    }),
    RUNS,
  );
});

test("every text is printable ASCII in which Argo finds nothing to substitute", () => {
  fc.assert(
    fc.property(topValue, (value) => {
      assertHarmless(encodeOutput(value, "value"));
      assertHarmless(encodeOutput([value], "list"));
      assertHarmless(encodeOutput(value, "mapped"));
    }),
    RUNS,
  );
});

test("a list survives the way into a fan-out, item by item", () => {
  fc.assert(
    fc.property(fc.array(anyValue), (values) => {
      const items: unknown = JSON.parse(encodeOutput(values, "list"));
      assert.ok(Array.isArray(items));
      assert.deepStrictEqual(
        items.map((item) => decodeValue(substitute(item))),
        values,
      );
    }),
    RUNS,
  );
});

test("the outputs of a fan-out survive the controller's fan-in", () => {
  fc.assert(
    fc.property(fc.array(topValue), (values) => {
      const outputs = values.map((value) => encodeOutput(value, "mapped"));
      assert.deepStrictEqual(decodeInput(substitute(fanIn(outputs)), "mapped"), values);
    }),
    RUNS,
  );
});

test("the outputs of a fan-out are items of the next fan-out", () => {
  const list: unknown = JSON.parse(
    fanIn([{ b: 1, a: "{{x}}" }, [2]].map((v) => encodeOutput(v, "mapped"))),
  );
  assert.ok(Array.isArray(list));
  assert.deepStrictEqual(
    list.map((item) => decodeValue(item)),
    [{ b: 1, a: "{{x}}" }, [2]],
  );
});

const EXACT: readonly [string, unknown, string][] = [
  ["plain JSON stays plain JSON", { b: 1, a: [true, null] }, '{"b":1,"a":[true,null]}'],
  ["braces inside strings are escaped", "{{x}}", '"\\u007b\\u007bx\\u007d\\u007d"'],
  ["braces outside strings are not", { a: { b: {} } }, '{"a":{"b":{}}}'],
  ["other alphabets are escaped", "é漢😀", '"\\u00e9\\u6f22\\ud83d\\ude00"'],
  ["a Date is tagged", new Date(0), '{"$airgo":"Date","value":"1970-01-01T00:00:00.000Z"}'],
  ["a bigint is tagged", 12n, '{"$airgo":"bigint","value":"12"}'],
  ["a Map is tagged", new Map([["a", 1]]), '{"$airgo":"Map","value":[["a",1]]}'],
  ["a Set is tagged", new Set([1]), '{"$airgo":"Set","value":[1]}'],
  ["a field without a value is tagged", { a: undefined }, '{"a":{"$airgo":"undefined"}}'],
  [
    "a user's object that looks tagged is tagged itself",
    { $airgo: "Date" },
    '{"$airgo":"object","value":{"$airgo":"Date"}}',
  ],
  ["negative zero stays negative", -0, "-0"],
];
for (const [title, value, text] of EXACT) {
  test(`${title} on the wire`, () => {
    assert.equal(encodeValue(value), text);
    assert.deepStrictEqual(decodeValue(text), value);
  });
}

test("the three forms are what the recorded cases used", () => {
  assert.equal(encodeOutput(["a", { k: 1 }], "value"), '["a",{"k":1}]');
  assert.equal(encodeOutput(["a", { k: 1 }], "list"), '["\\"a\\"","{\\"k\\":1}"]');
  assert.equal(encodeOutput({ k: 1 }, "mapped"), 'json:{"k":1}');
});

class Point {
  x = 1;
}
class Names extends Map {}

function cyclic(): object {
  const value: { rows: object[] } = { rows: [] };
  value.rows.push(value);
  return value;
}

const REFUSED: readonly [unknown, string][] = [
  [{ rows: [0, 1, 2, { when: () => 1 }] }, "$.rows[3].when is a function"],
  [{ "a b": Symbol("s") }, '$["a b"] is a symbol'],
  [{ [Symbol("s")]: 1 }, "$ is an object with a symbol as a key"],
  [[Number.NaN], "$[0] is NaN"],
  [Number.NEGATIVE_INFINITY, "$ is -Infinity"],
  [new Date(Number.NaN), "$ is an invalid Date"],
  [new Point(), "$ is an instance of Point"],
  [new Names(), "$ is an instance of Names"],
  [new Error("e"), "$ is an instance of Error"],
  [new URL("https://example.org"), "$ is an instance of URL"],
  [Object.create({ inherited: 1 }), "$ is an object with a prototype of its own"],
  [[Promise.resolve(1)], "$[0] is a Promise"],
  [{ data: new Uint8Array(2) }, "$.data is binary data"],
  [Buffer.from("a"), "$ is binary data"],
  [cyclic(), "$.rows[0] is a value that contains itself"],
  [new Array(3), "$ is a list with holes"],
  ["abc".match(/b/), "$ is a list, Map, Set or Date with fields of its own"],
  [new Map([["a", new Map([["b", Number.NaN]])]]), '$.get("a").get("b") is NaN'],
  [new Map([[new Point(), 1]]), "$.keys()[0] is an instance of Point"],
  [new Set([1, () => 1]), "$.values()[1] is a function"],
  [undefined, "$ is undefined"],
];
for (const [value, says] of REFUSED) {
  test(`refused: ${says}`, () => {
    const { code, message, hint } = refusal(() => encodeValue(value, { subject: 'output "v"' }));
    assert.equal(code, "unserializable-value");
    assert.equal(message, `output "v": ${says}, which cannot cross from task to task`);
    assert.notEqual(hint, "");
  });
}

test("a list to fan out over is refused by the path of its item", () => {
  const { code, message } = refusal(() => encodeOutput([1, { f: () => 1 }], "list"));
  assert.equal(code, "unserializable-value");
  assert.match(message, /^\$\[1\]\.f is a function/);
  assert.match(refusal(() => encodeOutput(new Array(3), "list")).message, /list with holes/);
});

test("the same object may stand at several places", () => {
  const shared = { a: 1 };
  assert.deepStrictEqual(decodeValue(encodeValue([shared, { shared }])), [shared, { shared }]);
});

test("objects of another realm and without a prototype cross as plain objects", () => {
  const foreign: unknown = vm.runInNewContext("({ a: [new Map([[1, new Date(0)]])] })");
  assert.deepStrictEqual(decodeValue(encodeValue(foreign)), { a: [new Map([[1, new Date(0)]])] });
  const bare: unknown = Object.assign(Object.create(null), { a: 1 });
  assert.deepStrictEqual(decodeValue(encodeValue(bare)), { a: 1 });
});

test("a field named __proto__ arrives as a field and sets no prototype", () => {
  const value: unknown = JSON.parse('{"__proto__":{"polluted":1},"d":{"__proto__":2}}');
  const text = encodeValue([value, 1n]); // the bigint makes the decoder rebuild objects
  const back = decodeValue(text);
  assert.deepStrictEqual(back, [value, 1n]);
  assert.equal(Reflect.get({}, "polluted"), undefined);
});

test("a value of 10,000 levels is refused in words, not by the stack", () => {
  let value: unknown = 1;
  for (let level = 0; level < 10_000; level++) value = level % 2 === 0 ? [value] : { value };
  const { code, message } = refusal(() => encodeValue(value));
  assert.equal(code, "unserializable-value");
  assert.match(message, /nested deeper than 1000 levels/);
});

test("a value of 1,000 levels crosses, tags included", () => {
  let value: unknown = 1n;
  for (let level = 0; level < 1000; level++)
    value = level % 2 === 0 ? new Map([[1, value]]) : [value];
  assert.equal(encodeValue(decodeValue(encodeValue(value))), encodeValue(value));
});

test("a text of 100,000 levels is refused in words too", () => {
  const text = `${"[".repeat(100_000)}{"$airgo":"undefined"}${"]".repeat(100_000)}`;
  assert.equal(refusal(() => decodeValue(text)).code, "undecodable-value");
});

test("a value over 256 KiB is refused with the advice to use storage", () => {
  const fits = "x".repeat(VALUE_LIMITS.value - 2);
  assert.equal(encodeValue(fits).length, VALUE_LIMITS.value);
  const { code, message, hint } = refusal(() => encodeValue(`${fits}x`, { subject: 'output "v"' }));
  assert.equal(code, "value-too-large");
  assert.match(message, /^output "v" is 256\.0 KiB, more than the 256\.0 KiB/);
  assert.match(hint, /storage/);
  assert.equal(
    refusal(() =>
      encodeOutput([fits.slice(0, 60_000), ...Array(4).fill(fits.slice(0, 60_000))], "list"),
    ).code,
    "value-too-large",
  );
});

test("a value over 32 KiB crosses with a warning", () => {
  const warnings: string[] = [];
  const warn = (message: string): void => {
    warnings.push(message);
  };
  encodeValue("x".repeat(VALUE_LIMITS.warning - 2), { warn });
  assert.deepEqual(warnings, []);
  encodeOutput("x".repeat(VALUE_LIMITS.warning), "mapped", { warn, subject: 'output "v"' });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /^output "v" is 32\.0 KiB/);
});

test("an item over 64 KiB is refused by its index, as an item only", () => {
  const list = ["a", "x".repeat(VALUE_LIMITS.item)];
  const { code, message } = refusal(() => encodeOutput(list, "list", { subject: 'output "v"' }));
  assert.equal(code, "value-too-large");
  assert.match(message, /^item 1 of output "v"/);
  encodeOutput(list, "value");
});

test("the limits are options", () => {
  const limits = { value: 10, item: 4 };
  assert.equal(refusal(() => encodeValue("0123456789", { limits })).code, "value-too-large");
  assert.equal(refusal(() => encodeOutput(["abc"], "list", { limits })).code, "value-too-large");
  assert.equal(
    encodeOutput("x".repeat(300_000), "value", { limits: { value: 400_000 } }).length,
    300_002,
  );
});

test("only a list can be put out to fan out over", () => {
  const { code, message, hint } = refusal(() =>
    encodeOutput({ a: 1 }, "list", { subject: 'output "v"' }),
  );
  assert.equal(code, "not-a-list");
  assert.match(message, /^output "v" is fanned out over/);
  assert.match(hint, /array/);
});

test("the input from a skipped producer is null, and from a skipped fan-out an empty list", () => {
  assert.equal(decodeInput("null", "value"), null);
  assert.equal(decodeInput("null", "list"), null);
  assert.deepEqual(decodeInput("[]", "mapped"), []);
  assert.deepEqual(decodeInput("null", "mapped"), []);
});

test("a list whose items the controller has parsed is read as well", () => {
  assert.deepStrictEqual(decodeInput('[{"a":1},2,{"$airgo":"bigint","value":"3"}]', "mapped"), [
    { a: 1 },
    2,
    3n,
  ]);
});

const UNDECODABLE = [
  "",
  "{",
  "{{tasks.a.outputs.parameters.v}}",
  "json:",
  '{"$airgo":"constructor"}',
  '{"$airgo":"bigint","value":"x"}',
  '{"$airgo":"Date","value":"yesterday"}',
  '{"$airgo":"Date","value":1}',
  '{"$airgo":"Map","value":{}}',
  '{"$airgo":"Map","value":[[1,2,3]]}',
  '{"$airgo":"Set","value":1}',
  '{"$airgo":"object","value":null}',
];
for (const text of UNDECODABLE) {
  test(`undecodable: ${JSON.stringify(text)}`, () => {
    const { code, message } = refusal(() => decodeInput(text, "value", { subject: 'input "v"' }));
    assert.equal(code, "undecodable-value");
    assert.match(message, /^input "v" is not in airgo's wire format/);
  });
}

test("an item that cannot be decoded is named by its place", () => {
  assert.match(
    refusal(() => decodeInput('["1","{"]', "mapped", { subject: 'input "v"' })).message,
    /^item 1 of input "v"/,
  );
  assert.equal(refusal(() => decodeInput('{"a":1}', "list")).code, "undecodable-value");
});

import assert from "node:assert/strict";
import test from "node:test";
import { parseQuantity, type Resource } from "../../src/core/quantity.ts";

function amount(text: string, resource: Resource): number {
  const quantity = parseQuantity(text, resource);
  assert.ok(quantity.ok, text);
  return quantity.value;
}

function hint(text: unknown, resource: Resource): string {
  const quantity = parseQuantity(text, resource);
  assert.ok(!quantity.ok, String(text));
  return quantity.complaint.hint;
}

test("cpu is read in cores", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["100m", 0.1],
    ["0.1", 0.1],
    ["1", 1],
    ["+2", 2],
    [".5", 0.5],
    ["2.", 2],
    ["007", 7],
    ["1500m", 1.5],
    ["250000u", 0.25],
    ["1e-1", 0.1],
    ["0", 0],
  ];
  for (const [text, cores] of cases) assert.equal(amount(text, "cpu"), cores, text);
});

test("memory is read in bytes, by powers of ten, powers of two and exponents", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["50Mi", 50 * 2 ** 20],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["1Ki", 1024],
    ["512k", 512_000],
    ["50M", 50_000_000],
    ["2Ti", 2 * 2 ** 40],
    ["1E", 1e18],
    ["1E3", 1000],
    ["12e6", 12_000_000],
    ["1e+3", 1000],
    ["128974848", 128_974_848],
    ["0", 0],
  ];
  for (const [text, bytes] of cases) assert.equal(amount(text, "memory"), bytes, text);
});

test("what Kubernetes' grammar does not know is refused", () => {
  const texts = [
    "",
    ".",
    "m",
    "1e",
    "1e1.5",
    "1 Mi",
    "1K",
    "1KI",
    "1mi",
    "1Mi5",
    "1kk",
    "-1",
    "--1",
    "0x1",
    "1_0",
  ];
  for (const text of texts) {
    assert.match(hint(text, "cpu"), /^write /, text);
    assert.match(hint(text, "memory"), /^write /, text);
  }
  assert.match(hint("1e400", "memory"), /^write /);
});

test("quantities that look swapped are refused, and the hint says so", () => {
  assert.equal(hint("20m", "memory"), 'cpu and memory look swapped; for 20 mebibytes write "20Mi"');
  assert.equal(
    hint("20Mi", "cpu"),
    'cpu and memory look swapped; for 20 thousandths of a core write "20m"',
  );
  for (const text of ["2Gi", "20M", "1Ki"]) assert.match(hint(text, "cpu"), /look swapped/);
  for (const text of ["0.5", "1500m", "1e-3"]) assert.match(hint(text, "memory"), /look swapped/);
});

test("a unit in other words is refused with the text that Kubernetes takes", () => {
  assert.equal(hint("50MB", "memory"), 'write "50M"');
  assert.equal(hint("512K", "memory"), 'write "512k"');
  assert.equal(hint("512 mi", "memory"), 'write "512Mi"');
  assert.equal(hint("1 GiB", "memory"), 'write "1Gi"');
  assert.equal(hint("2 cores", "cpu"), 'write "2"');
  assert.equal(hint("500 millicores", "cpu"), 'write "500m"');
  assert.equal(hint("0,5", "cpu"), 'write "0.5"');
});

test("a number is asked for in quotes", () => {
  assert.equal(hint(0.5, "cpu"), 'write "0.5", in quotes');
  assert.match(hint(null, "memory"), /^write bytes such as/);
});

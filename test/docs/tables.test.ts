// Tables of the pages that say what the code says: every row of one is in the other.

import assert from "node:assert/strict";
import test from "node:test";
import { runInThisContext } from "node:vm";
import { decodeValue, encodeValue, VALUE_LIMITS } from "../../runtime/codec.ts";
import { DAG_OPTION_NAMES, OPERATOR_OPTION_NAMES } from "../../src/core/options.ts";
import { DEFAULTS, PARSERS } from "../../src/project/parse-setting.ts";
import { environmentName } from "../../src/project/resolve-config.ts";
import { codes, tableBelow } from "./tables.ts";

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}

test("data between tasks: each value of the table has its text, and is what comes back from it", () => {
  const { rows } = tableBelow("docs/data-between-tasks.md", "<!-- values -->");
  assert.ok(rows.length > 5);
  for (const [valueCell, textCell] of rows) {
    const value: unknown = runInThisContext(`(${codes(valueCell)[0]})`);
    const [text = ""] = codes(textCell);
    assert.equal(encodeValue(value), text);
    assert.deepEqual(decodeValue(text), value);
  }
});

test("data between tasks: the sizes are the limits", () => {
  const { rows } = tableBelow("docs/data-between-tasks.md", "## How large");
  const { value, warning, item } = VALUE_LIMITS;
  assert.deepEqual(
    rows.map(([, bytes]) => Number(bytes)),
    [value, warning, item],
  );
});

test("operators: the tables have every option", () => {
  const listed = (heading: string) =>
    sorted(tableBelow("docs/operators.md", heading).rows.flatMap(([name]) => codes(name)));
  assert.deepEqual(listed("## Options of every operator"), sorted(OPERATOR_OPTION_NAMES));
  assert.deepEqual(listed("## Options of a DAG"), sorted(DAG_OPTION_NAMES));
});

test("templates and configuration: the table has every setting, with its default and its variable", () => {
  const { rows } = tableBelow("docs/templates-and-configuration.md", "## Settings");
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS;
  assert.deepEqual(sorted(rows.flatMap(([name]) => codes(name))), sorted(Object.keys(PARSERS)));
  for (const [name, value, variable] of rows) {
    const [setting = ""] = codes(name);
    assert.deepEqual(codes(variable), [environmentName(setting)]);
    const known = defaults[setting];
    const isShown = known !== undefined && !Array.isArray(known);
    if (isShown) assert.deepEqual(codes(value), [String(known)], setting);
  }
});

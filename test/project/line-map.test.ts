import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import test from "node:test";
import { transform } from "esbuild";
import { keepLines } from "../../src/project/line-map.ts";

const SOURCE = `
interface Erased { readonly x: number }
type AlsoErased = Erased | undefined;

export const chained = [1, 2, 3]
  .map((value: number) => value * 2)
  .filter((value) => value > 2)
  .reduce((a, b) => a + b, 0);

export class Example<T extends Erased> {
  constructor(private readonly inner: T) {}
  method(first: string, second = "é") {
    if (first === second) throw new Error(first); else return { first,
      second, inner: this.inner };
    return undefined;
  }
}
export const far = (a: number) => { const negative = -a; return [negative, chained, "${"x".repeat(80)}"]; };
`;

for (const minifyWhitespace of [false, true]) {
  test(`a map of lines gives every token the line of the full map${minifyWhitespace ? ", in small code too" : ""}`, async () => {
    const options = { loader: "ts", sourcemap: "external", sourcefile: "a.ts" } as const;
    const { code, map } = await transform(SOURCE, { ...options, minifyWhitespace });
    const full = new SourceMap(JSON.parse(map));
    const kept = keepLines(JSON.parse(map), code);
    const lines = new SourceMap({
      ...kept,
      names: [...kept.names],
      sources: [...kept.sources],
      file: "",
      sourcesContent: [],
      sourceRoot: "",
    });
    let tokens = 0;
    for (const [line, text] of code.split("\n").entries()) {
      for (const { index } of text.matchAll(/[\w"'(]+/g)) {
        const expected = full.findEntry(line, index);
        if (!("originalLine" in expected)) continue;
        const found = lines.findEntry(line, index);
        assert.ok("originalLine" in found);
        assert.equal(found.originalLine, expected.originalLine, text.slice(index));
        tokens++;
      }
    }
    assert.ok(tokens > 40, `${tokens} tokens`);
    assert.ok(kept.mappings.length < JSON.parse(map).mappings.length / 2);
  });
}

import assert from "node:assert/strict";
import test from "node:test";
import { resolveConfig } from "../../src/project/resolve-config.ts";
import { type Block, blocksOf } from "./documents.ts";

const MARKERS = "file run exit write manifest continues refused unchecked".split(" ");

// Languages whose blocks are held against something whatever their comments say, or are not airgo's.
const CHECKED = ["ts", "sh", "json", "python", "text"];

function isChecked({ language, markers }: Block): boolean {
  const held = ["file", "run", "write", "manifest", "unchecked"];
  return CHECKED.includes(language) || held.some((marker) => markers.has(marker));
}

test("every block is held against something, or says why not", () => {
  for (const block of blocksOf(() => true)) {
    assert.ok(isChecked(block), `${block.place} needs a comment`);
    for (const marker of block.markers.keys()) {
      assert.ok(MARKERS.includes(marker), `${block.place}: there is no comment "${marker}"`);
    }
  }
});

test("a package.json of the pages is one that airgo takes", () => {
  for (const { place, text } of blocksOf(({ language }) => language === "json")) {
    assert.doesNotThrow(() => resolveConfig({ packageJson: text }), place);
  }
});

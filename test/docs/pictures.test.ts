import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { readPages } from "./documents.ts";
import { drawPictures, PICTURE_FOLDER } from "./pictures.ts";

const AGAIN = "draw them again: node scripts/draw-pictures.mjs";

test("the pictures are those of the DAGs as they are now", async () => {
  const pictures = await drawPictures();
  assert.deepEqual(readdirSync(PICTURE_FOLDER).sort(), [...pictures.keys()].sort(), AGAIN);
  for (const [file, text] of pictures) {
    assert.equal(readFileSync(path.join(PICTURE_FOLDER, file), "utf8"), text, `${file}: ${AGAIN}`);
  }
});

test("every picture stands on a page", () => {
  const pages = readPages().map(({ text }) => text);
  for (const file of readdirSync(PICTURE_FOLDER)) {
    assert.ok(
      pages.some((text) => text.includes(`pictures/${file})`)),
      `${file} is on no page`,
    );
  }
});

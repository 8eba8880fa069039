import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { ERROR_CODES } from "../../src/core/error-codes.ts";
import { readPages, root } from "./documents.ts";

const pages = readPages();

test("every relative link leads to a file, and to a heading that it has", () => {
  for (const { file, prose } of pages) {
    for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [there = "", heading] = target.split("#");
      const linked = there === "" ? file : path.posix.join(path.posix.dirname(file), there);
      assert.ok(existsSync(path.join(root, linked)), `${file}: there is no ${target}`);
      if (heading === undefined) continue;
      assert.ok(headingsOf(linked).includes(heading), `${file}: ${linked} has no #${heading}`);
    }
  }
});

function headingsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

test("every page can be reached from the README", () => {
  const linked = new Set(["README.md"]);
  for (const file of linked) {
    const page = pages.find((candidate) => candidate.file === file);
    for (const [, target = ""] of (page?.prose ?? "").matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)) {
      linked.add(path.posix.join(path.posix.dirname(file), target));
    }
  }
  const lost = pages.map(({ file }) => file).filter((file) => !/\/adr\//.test(file));
  assert.deepEqual(
    lost.filter((file) => !linked.has(file)),
    [],
  );
});

test("every error code that a page names is one of airgo's", () => {
  for (const { file, text } of pages) {
    for (const [, code = ""] of text.matchAll(/error\[([a-z-]+)\]/g)) {
      assert.ok(Object.hasOwn(ERROR_CODES, code), `${file}: there is no error[${code}]`);
    }
  }
});

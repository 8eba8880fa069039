// The pages, and the code blocks in them. Comments on the lines above a block say what it is held against:
//
//     <!-- file: dags/x.ts -->       contiguous lines of that file
//     <!-- run: list word-lengths -->  what airgo prints; `…` is anything within a line, and alone any lines
//     <!-- exit: 1 -->               with `run`: its exit code, where it is not 0
//     <!-- write: dags/x.ts -->      a file of the page's own project, for the runs below it
//     <!-- manifest: FILE DAG -->    lines of a rendered file in their order, others between; `…` is anything within a line
//     <!-- continues -->             TypeScript that goes on where the block before it ended
//     <!-- refused: cycle -->        TypeScript whose DAG airgo refuses with these codes
//     <!-- unchecked: why -->        nothing
//
// TypeScript without a comment is a module of its own, and a DAG that it exports is run.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.join(import.meta.dirname, "..", "..");

/** What the comments above a block say, by their first word. */
export type Markers = ReadonlyMap<string, string>;

/** A fenced block of code. */
export interface Block {
  /** From the repository's root, with the line, for messages. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  readonly markers: Markers;
}

/** A page. */
export interface Page {
  readonly file: string;
  readonly text: string;
  /** Without the code. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

/** README.md and everything below docs/. */
export function readPages(): readonly Page[] {
  const docs = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.posix.join("docs", file.replaceAll(path.sep, "/")));
  return ["README.md", ...docs.sort()].map(readPage);
}

function readPage(file: string): Page {
  const text = readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n");
  const blocks: Block[] = [];
  const prose = text.replace(FENCED, (whole, comments: string, language: string, code, at) => {
    const line = text.slice(0, at).split("\n").length;
    const markers = new Map(
      [...comments.matchAll(MARKER)].map(([, word = "", rest = ""]) => [word, rest]),
    );
    blocks.push({ place: `${file}:${line}`, language, text: code, markers });
    return "\n".repeat(whole.split("\n").length - 1);
  });
  return { file, text, prose, blocks };
}

const FENCED = /^((?:<!-- .+ -->\n+)*)```(\w*)\n([\s\S]*?)^```$/gm;
const MARKER = /<!-- ([a-z]+)(?:: (.*?))? -->/g;

/** The blocks of all pages that `wanted` picks. */
export function blocksOf(wanted: (block: Block) => boolean): readonly Block[] {
  return readPages().flatMap(({ blocks }) => blocks.filter(wanted));
}

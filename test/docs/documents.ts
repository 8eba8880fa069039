// The pages, and the code blocks in them. A comment on the line above a block says what it is held against:
//
//     <!-- file: dags/x.ts -->            contiguous lines of that file
//     <!-- run: list word-lengths -->     what airgo prints; a line break ends no line of it, `…` stands for anything
//     <!-- run 1: render --check -->      the same, with the exit code 1
//     <!-- write: dags/x.ts -->           a file of the page's own project, for the runs below it
//     <!-- manifest: FILE DAG -->         lines of a rendered file, in that order, of that DAG; `…` stands for anything
//     <!-- template: containers/x.yaml --> a template file that renders
//     <!-- continues -->                  TypeScript that goes on where the block before it ended
//     <!-- refused: cycle -->             TypeScript whose DAG airgo refuses with this code
//     <!-- unchecked: why -->             nothing
//
// TypeScript without a comment is a module of its own.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.join(import.meta.dirname, "..", "..");

/** What the comment above a block says. */
export interface Marker {
  readonly kind: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface Block {
  /** From the repository's root, with the line, for messages. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  readonly marker: Marker | undefined;
}

/** A page, with the code taken out of its prose. */
export interface Page {
  readonly file: string;
  readonly text: string;
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
  const prose = text.replace(FENCED, (whole, comment, language: string, code, at: number) => {
    const line = text.slice(0, at).split("\n").length;
    blocks.push({ place: `${file}:${line}`, language, text: code, marker: parseMarker(comment) });
    return "\n".repeat(whole.split("\n").length - 1);
  });
  return { file, text, prose, blocks };
}

const FENCED = /(?:^<!-- (.+) -->\n+)?^```(\w*)\n([\s\S]*?)^```$/gm;

function parseMarker(comment: string | undefined): Marker | undefined {
  if (comment === undefined) return undefined;
  const [, kind = comment, text = ""] = /^([a-z]+(?: \d+)?)(?:: ?(.*))?$/.exec(comment) ?? [];
  return { kind, text };
}

/** The blocks of all pages that `wanted` picks. */
export function blocksOf(wanted: (block: Block) => boolean): readonly Block[] {
  return readPages().flatMap(({ blocks }) => blocks.filter(wanted));
}

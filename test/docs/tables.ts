import { readPages } from "./documents.ts";

/** A table of a page. */
export interface Table {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first table of a page below a line of it. */
export function tableBelow(file: string, line: string): Table {
  const page = readPages().find((candidate) => candidate.file === file)?.text ?? "";
  const [, below = ""] = page.split(`\n${line}\n`);
  const [table = ""] = /(?:^\|.*\n)+/m.exec(below) ?? [];
  const [heading = [], _rule, ...rows] = table
    .trimEnd()
    .split("\n")
    .map((row) => row.slice(2, -2).split(" | "));
  return { heading, rows };
}

/** The code spans of a cell. */
export function codes(cell: string | undefined): readonly string[] {
  return [...(cell ?? "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./e2e-dags.ts";

const PAGE = path.join(REPOSITORY, "docs", "fidelity.md");
const END = "<!-- end -->";
const LAST = "<!-- all of it -->";

/** Puts what was measured with a version of Argo into the page, in place of what was measured with it before. */
export function updateFidelityPage(tables: string, argoVersion: string): void {
  const text = readFileSync(PAGE, "utf8");
  const begin = `<!-- npm run e2e -- --update-docs: ${argoVersion} -->`;
  const block = `${begin}\n\n${tables}\n\n${END}\n`;
  const from = text.indexOf(begin);
  const last = text.indexOf(LAST);
  if (last < 0) throw new Error(`${PAGE} has no place for what was measured`);
  const isNew = from < 0;
  const before = text.slice(0, isNew ? last : from);
  const after = isNew
    ? `\n${text.slice(last)}`
    : text.slice(text.indexOf(END, from) + END.length + 1);
  writeFileSync(PAGE, before + block + after);
}

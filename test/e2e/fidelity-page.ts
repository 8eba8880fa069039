import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./e2e-dags.ts";

const PAGE = path.join(REPOSITORY, "docs", "fidelity.md");
const MEASURED = /(<!-- npm run e2e -- --update-docs -->\n)[\s\S]*?(<!-- end -->)/;

/** Puts what was measured into the page. */
export function updateFidelityPage(tables: string): void {
  const text = readFileSync(PAGE, "utf8");
  if (!MEASURED.test(text)) throw new Error(`${PAGE} has no place for what was measured`);
  writeFileSync(
    PAGE,
    text.replace(MEASURED, (_, begin, end) => `${begin}\n${tables}\n\n${end}`),
  );
}

import { renameSync, writeFileSync } from "node:fs";

/** Puts a whole file in the place of another, so that nobody reads half of it. */
export function replaceFile(file: string, text: string): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

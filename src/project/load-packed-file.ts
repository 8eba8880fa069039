import { createRequire } from "node:module";
import type { PackedFile } from "../../runtime/main.ts";

/** What a bundle on this machine offers to the process that loads it. */
export function loadPackedFile(file: string): PackedFile {
  return createRequire(file)(file) as PackedFile; // what runtime/loader.ts exports
}

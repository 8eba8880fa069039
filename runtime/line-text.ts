// The JSON that a line of the packed file holds, compressed or as it is.

import { inflate } from "./inflate.ts";
import { SMALL_MARK } from "./pack-format.ts";

/** `readDictionary` gives what small lines were deflated after. */
export function lineText(line: Buffer, readDictionary: () => Buffer): string {
  const text = line.toString("latin1");
  if (text.startsWith("[") || text.startsWith("{")) return text;
  if (text.startsWith(SMALL_MARK)) {
    const [length, held = ""] = text.slice(SMALL_MARK.length).split(" ");
    const bytes = Buffer.from(held, "base64");
    return inflate(bytes, Number(length), readDictionary()).toString("latin1");
  }
  const { brotliDecompressSync } = process.getBuiltinModule("node:zlib");
  return brotliDecompressSync(Buffer.from(text, "base64")).toString("latin1");
}

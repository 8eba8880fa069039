// Reads the lines of the packed file, and believes none of them unchecked: a proxy, a formatter, a minifier or a
// conversion of line endings may have been at the file since it was packed.

import { openSync, readSync } from "node:fs";
import { AirgoError } from "../src/core/errors.ts";
import {
  checksum,
  LINE_START,
  lengthOf,
  type PackTable,
  printSeal,
  SEAL_LENGTH,
} from "./pack-format.ts";

/** Gives the JSON of a line. */
export type ReadLine = (line: number) => string;

/** Opens the packed file once: it may be replaced while it runs. @throws AirgoError "broken-bundle" */
export function openLines(file: string, table: PackTable): ReadLine {
  const handle = openSync(file, "r");
  checkSeal(file, handle, table);
  const start = lengthOf(table.headLength);
  return (line) => {
    const place = table.lines[line];
    if (place === undefined) throw new Error(`the packed file has no line ${line}`);
    const [offset, length, sum] = place;
    const bytes = readAt(handle, start + offset, length);
    if (checksum(bytes) !== sum) throw edited(file, "a part of it was changed");
    return textOf(bytes);
  };
}

function checkSeal(file: string, handle: number, { headLength, fileLength }: PackTable): void {
  // One byte more than there should be: nothing may follow.
  const end = readAt(handle, lengthOf(fileLength) - SEAL_LENGTH, SEAL_LENGTH + 1).toString(
    "latin1",
  );
  if (end.length !== SEAL_LENGTH || !end.startsWith(LINE_START)) {
    throw edited(file, "it does not end where it ended when it was packed");
  }
  const seal = printSeal(checksum(readAt(handle, 0, lengthOf(headLength))));
  if (end !== seal) throw edited(file, "its loader was changed");
}

function textOf(line: Buffer): string {
  const text = line.toString("latin1", LINE_START.length);
  if (text.startsWith("[") || text.startsWith("{")) return text;
  // Loading it costs a tenth of a start, which small bundles spare.
  const { brotliDecompressSync } = process.getBuiltinModule("node:zlib");
  return brotliDecompressSync(Buffer.from(text, "base64")).toString("latin1");
}

function readAt(handle: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(handle, buffer, filled, length - filled, offset + filled);
    if (got === 0) break;
    filled += got;
  }
  return buffer.subarray(0, filled);
}

function edited(file: string, what: string): AirgoError {
  return new AirgoError("broken-bundle", `${file} was edited after it was built: ${what}`, {
    hint: "build it again, and let nothing minify, format, convert or shorten it on its way into the image",
  });
}

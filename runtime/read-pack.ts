// Reads the lines of the packed file, and believes none of them unchecked: a proxy, a formatter, a minifier or a
// conversion of line endings may have been at the file since it was packed.

import { fstatSync, openSync, readSync } from "node:fs";
import { AirgoError } from "../src/core/errors.ts";
import {
  checksum,
  LINE_START,
  type PackTable,
  parseSeal,
  SEAL_LENGTH,
  type Seal,
} from "./pack-format.ts";

/** Gives the text of a line, inflated. */
export type ReadLine = (line: number) => string;

/** Opens the packed file once: it may be replaced while it runs. @throws AirgoError "broken-bundle" */
export function openLines(file: string, table: PackTable): ReadLine {
  const handle = openSync(file, "r");
  const { headLength } = checkSeal(file, handle);
  return (line) => {
    const place = table.lines[line];
    if (place === undefined) throw new Error(`the packed file has no line ${line}`);
    const [offset, length, sum] = place;
    const bytes = readAt(handle, headLength + offset, length);
    if (checksum(bytes) !== sum) throw edited(file, "a part of it was changed");
    return textOf(bytes);
  };
}

function checkSeal(file: string, handle: number): Seal {
  const { size } = fstatSync(handle);
  const seal = parseSeal(
    readAt(handle, Math.max(0, size - SEAL_LENGTH), SEAL_LENGTH).toString("latin1"),
  );
  if (seal === undefined) throw edited(file, "its last line is not the one it was packed with");
  if (seal.fileLength !== size) {
    throw edited(file, `it is ${size} bytes long and was packed with ${seal.fileLength}`);
  }
  if (checksum(readAt(handle, 0, seal.headLength)) !== seal.headChecksum) {
    throw edited(file, "its loader was changed");
  }
  return seal;
}

function textOf(line: Buffer): string {
  const text = line.toString("latin1", LINE_START.length);
  if (text.startsWith("[") || text.startsWith("{")) return text;
  // Loading it costs a tenth of a start, which small bundles save.
  const { inflateSync } = process.getBuiltinModule("node:zlib");
  return inflateSync(Buffer.from(text, "base64")).toString("latin1");
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

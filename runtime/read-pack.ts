// Reads the lines of the packed file, and believes none of them unchecked: a proxy, a formatter, a minifier or a
// conversion of line endings may have been at the file since it was packed.

import fs from "node:fs";
import zlib from "node:zlib";
import { AirgoError } from "../src/core/errors.ts";
import { LINE_START, type PackTable, parseSeal, SEAL_LENGTH, type Seal } from "./pack-format.ts";

/** Gives the text of a line, inflated. */
export type ReadLine = (line: number) => string;

/** Opens the packed file once: it may be replaced while it runs. @throws AirgoError "broken-bundle" */
export function openLines(file: string, table: PackTable): ReadLine {
  const handle = fs.openSync(file, "r");
  const { headLength } = checkSeal(file, handle);
  return (line) => {
    const place = table.lines[line];
    if (place === undefined) throw new Error(`the packed file has no line ${line}`);
    return inflate(file, readAt(handle, headLength + place[0], place[1]));
  };
}

function checkSeal(file: string, handle: number): Seal {
  const { size } = fs.fstatSync(handle);
  const seal = parseSeal(
    readAt(handle, Math.max(0, size - SEAL_LENGTH), SEAL_LENGTH).toString("latin1"),
  );
  if (seal === undefined) throw edited(file, "its last line is not the one it was packed with");
  if (seal.fileLength !== size) {
    throw edited(file, `it is ${size} bytes long and was packed with ${seal.fileLength}`);
  }
  if (zlib.crc32(readAt(handle, 0, seal.headLength)) !== seal.headChecksum) {
    throw edited(file, "its loader was changed");
  }
  return seal;
}

function inflate(file: string, line: Buffer): string {
  const text = line.toString("latin1");
  if (!text.startsWith(LINE_START) || !text.endsWith("\n")) throw edited(file, "a line has moved");
  try {
    // zlib's format ends in a checksum of its own.
    return zlib
      .inflateSync(Buffer.from(text.slice(LINE_START.length), "base64"))
      .toString("latin1");
  } catch (cause) {
    throw edited(file, "a line was changed", cause);
  }
}

function readAt(handle: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const got = fs.readSync(handle, buffer, filled, length - filled, offset + filled);
    if (got === 0) break;
    filled += got;
  }
  return buffer.subarray(0, filled);
}

function edited(file: string, what: string, cause?: unknown): AirgoError {
  return new AirgoError("broken-bundle", `${file} was edited after it was built: ${what}`, {
    hint: "build it again, and let nothing minify, format, convert or shorten it on its way into the image",
    cause,
  });
}

// Reads the lines of the packed file, and believes none of them unchecked: a proxy, a formatter, a minifier or a
// conversion of line endings may have been at the file since it was packed.

import { openSync, readSync } from "node:fs";
import { AirgoError } from "../src/core/errors.ts";
import { checksum, sharedMemory } from "./byte-loops.ts";
import {
  LINE_START,
  lengthOf,
  numberAt,
  type PackTable,
  printSeal,
  SEAL_LENGTH,
} from "./pack-format.ts";

/** Gives what a line holds, once it is known to be as it was packed; its bytes are there until the next is read. */
export type ReadLine = (line: number) => Buffer;

/** Opens the packed file once: it may be replaced while it runs. @throws AirgoError "broken-bundle" */
export function openLines(file: string, table: PackTable): ReadLine {
  const handle = openSync(file, "r");
  checkSeal(file, handle, table);
  return (line) => {
    const [offset, length, sum] = placeOf(table, line);
    const bytes = readAt(handle, offset, length);
    if (checksum(bytes) !== sum) throw edited(file, "a part of it was changed");
    return bytes.subarray(LINE_START.length, -1);
  };
}

function placeOf(
  { headLength, lines }: PackTable,
  line: number,
): [offset: number, length: number, sum: number] {
  const place = numberAt(lines, 2 * line);
  const next = numberAt(lines, 2 * line + 2);
  if (Number.isNaN(next)) throw new Error(`there is no line ${line}`);
  return [lengthOf(headLength) + place, next - place, numberAt(lines, 2 * line + 1)];
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

function readAt(handle: number, offset: number, length: number): Buffer {
  const memory = sharedMemory();
  const isShort = length <= memory.length;
  const buffer = isShort ? memory.subarray(0, length) : Buffer.allocUnsafeSlow(length);
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

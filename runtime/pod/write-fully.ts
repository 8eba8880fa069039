import { writeSync } from "node:fs";

// Long enough for whoever reads a full pipe to take something out of it.
const FULL_PIPE_PAUSE = 2;

/** Writes all of the text before it returns; a reader that is gone is no reason to fail a task. */
export function writeFully(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!isFull(error)) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE);
    }
  }
}

/** A pipe that somebody made non-blocking, and that holds all it can. */
function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}

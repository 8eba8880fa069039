// What a disk has and takes. Whatever it refuses is a mistake that is told, and no bug.

import { mkdirSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";

/** The end of a hint: what helps in any case. */
export const ELSEWHERE = "or write to another folder: airgo render --out FOLDER";

// One by one: below some of the system's folders, Node tries for ever to make several.
export function makeFolder(folder: string): void {
  if (statOf(folder) !== undefined) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

/** Itself, or the first above it. */
export function nearestThere(place: string): string {
  const above = path.dirname(place);
  return statOf(place) !== undefined || above === place ? place : nearestThere(above);
}

export function namesIn(folder: string): readonly string[] {
  return ifThere(folder, () => readdirSync(folder)) ?? [];
}

export function statOf(place: string): Stats | undefined {
  return ifThere(place, () => statSync(place, { throwIfNoEntry: false }));
}

/** Undefined where there is no such file. Git may have checked it out with another system's line ends. */
export function readText(file: string): string | undefined {
  return ifThere(file, () => readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
}

// What is a folder is told of, or passed over, by its name.
const NOT_THERE = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

function ifThere<Result>(place: string, read: () => Result): Result | undefined {
  return telling(`${place} cannot be read`, () => {
    try {
      return read();
    } catch (error) {
      if (isOfSystem(error) && NOT_THERE.has(error.code ?? "")) return undefined;
      throw error;
    }
  });
}

/** What a disk refuses is nobody's bug. @throws AirgoError that says what */
export function telling<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    const hint = `mend that, ${ELSEWHERE}`;
    throw new AirgoError("cannot-write", `${what}: ${error.message}`, { hint, cause: error });
  }
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

// A task's progress, as Argo reads it from a file. It is for people: whatever is wrong with it, the task goes on.

import type { Logger } from "../../src/core/logger.ts";
import { replaceFile } from "./replace-file.ts";

// Argo reports it once a minute.
const PAUSE = 1000;

/** The line that Argo takes, or undefined for numbers it would not; one without a slash crashes its executor. */
export function progressText(done: number, total: number): string | undefined {
  const isProgress =
    Number.isSafeInteger(done) && Number.isSafeInteger(total) && 0 <= done && done <= total;
  return isProgress && total > 0 ? `${done}/${total}` : undefined;
}

export interface ProgressFile {
  report(done: number, total: number): void;
  /** Writes what was reported last. */
  flush(): void;
}

/** Writes at most once a second, and the last report in any case. */
export function openProgressFile(file: string | undefined, logger: Logger): ProgressFile {
  let pending: string | undefined;
  let pause: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (file !== undefined && pending !== undefined) tryReplace(file, pending);
    pending = undefined;
  };
  const report = (done: number, total: number): void => {
    const text = progressText(done, total);
    if (text === undefined) {
      logger.warn(
        `progress(${done}, ${total}) is ignored: whole numbers, 0 ≤ done ≤ total, total > 0`,
      );
      return;
    }
    pending = text;
    if (pause !== undefined) return;
    flush();
    pause = setTimeout(() => {
      pause = undefined;
      flush();
    }, PAUSE);
    pause.unref();
  };
  return { report, flush };
}

function tryReplace(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch {
    // A directory that is not there or cannot be written is no reason to fail.
  }
}

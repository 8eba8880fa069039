import { EXIT_INTERRUPTED } from "../cli/exit-codes.ts";
import type { World } from "../cli/world.ts";
import { watchFolders } from "./watch-folders.ts";

export interface RepeatOptions {
  /** Folders whose changes say nothing; absolute. */
  readonly without: readonly string[];
  readonly update: () => Promise<void>;
  readonly world: Pick<World, "onInterrupt">;
}

// Editors write a file in several steps, and `git checkout` many files.
const CALM_MS = 60;

/** Calls `update` now and after each change below `root`, never twice at once, until the process is asked to stop. */
export function repeatAtChanges(
  root: string,
  { without, update, world }: RepeatOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let last = Promise.resolve();
    const follow = () => {
      last = last.then(update).catch(reject);
    };
    const stopWatching = watchFolders(root, {
      without,
      onChange: () => {
        clearTimeout(timer);
        timer = setTimeout(follow, CALM_MS);
      },
    });
    const unlisten = world.onInterrupt(() => {
      clearTimeout(timer);
      stopWatching();
      unlisten();
      void last.then(() => resolve(EXIT_INTERRUPTED));
    });
    follow();
  });
}

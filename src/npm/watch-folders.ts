// Notices that something below a folder has changed. Node's own recursive watching would follow node_modules too.

import { type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";

export interface WatchOptions {
  /** Folders that are not looked into, absolute; neither are `node_modules` and hidden ones. */
  readonly without: readonly string[];
  readonly onChange: () => void;
}

/** Calls `onChange` at each change until the returned function is called. */
export function watchFolders(root: string, { without, onChange }: WatchOptions): () => void {
  const watchers = new Map<string, FSWatcher>();
  const refresh = () => {
    const folders = new Set(listFolders(root, without));
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) {
      if (!watchers.has(folder)) watchers.set(folder, watchOne(folder, noteChange));
    }
  };
  const noteChange = () => {
    refresh();
    onChange();
  };
  refresh();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

function watchOne(folder: string, onChange: () => void): FSWatcher {
  const watcher = watch(folder, onChange);
  // A folder that is removed: what is above it has changed too.
  watcher.on("error", () => watcher.close());
  return watcher;
}

function listFolders(folder: string, without: readonly string[]): readonly string[] {
  const inner = entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .filter((found) => !without.includes(found));
  return [folder, ...inner.flatMap((found) => listFolders(found, without))];
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // it was removed meanwhile
  }
}

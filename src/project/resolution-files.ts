// What decides which files the imports of other files mean: whatever esbuild looks at on its way to them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { byCharacters } from "./find-dags.ts";

const TSCONFIGS = ["tsconfig.json", "jsconfig.json"];

/** The files that may say what an import means, whether they are there or not. All paths are from `root`. */
export function resolutionFiles(root: string, inputs: readonly string[]): readonly string[] {
  const folders = [
    ...foldersAbove([...inputs, "package.json"].map((file) => path.join(root, file))),
  ];
  const own = folders.filter((folder) => !isInPackage(folder));
  const configs = own.flatMap((folder) => TSCONFIGS.map((name) => path.join(folder, name)));
  const manifests = folders.map((folder) => path.join(folder, "package.json"));
  return [...manifests, ...configs, ...configs.flatMap(findBases)].map((file) =>
    path.relative(root, file),
  );
}

/** The names that an import might mean instead of a file that it means now; of the project, and not of its packages. */
export function rivalNames(
  root: string,
  inputs: readonly string[],
): readonly (readonly string[])[] {
  const own = inputs.map((file) => path.join(root, file)).filter((file) => !isInPackage(file));
  const stems = new Map<string, Set<string>>();
  for (const file of [...own, ...foldersAbove(own)]) {
    const folder = path.dirname(file);
    if (!stems.has(folder)) stems.set(folder, new Set());
    stems.get(folder)?.add(stemOf(path.basename(file)));
  }
  // Imports within the project do not lead through the folders that it lies in.
  const inner = [...stems].filter(([folder]) => !root.startsWith(`${folder.replace(/\/$/, "")}/`));
  return inner.map(([folder, known]) => {
    const names = namesIn(folder).filter((name) => isRival(name, known));
    return [path.relative(root, folder), ...names.sort(byCharacters)];
  });
}

/** The content of a file; undefined where there is none, or a folder. */
export function readIfThere(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined; // an error takes ten times as long
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

// What an import may leave out, or name for a TypeScript file.
const ENDING = /\.(?:[cm]?[jt]s|[jt]sx|json|css)$/;

function stemOf(name: string): string {
  return name.replace(ENDING, "");
}

/** `word.ts` is one where `./word` means `word.js` or `word/index.ts`. */
function isRival(name: string, stems: ReadonlySet<string>): boolean {
  return stems.has(stemOf(name)) || name === "node_modules";
}

function foldersAbove(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set(files.map((file) => path.dirname(file)));
  for (const folder of folders) folders.add(path.dirname(folder));
  return folders;
}

function isInPackage(file: string): boolean {
  return `${file}/`.includes("/node_modules/");
}

/** The files that a tsconfig may extend, and those that these may. */
function findBases(config: string): readonly string[] {
  const found = new Set([config]);
  for (const file of found) {
    for (const base of extendedIn(readIfThere(file)?.toString() ?? "")) {
      for (const candidate of candidatesOf(base, path.dirname(file))) found.add(candidate);
    }
  }
  return [...found].slice(1);
}

// Not parsed: there may be comments in it, and one name too many does no harm.
function extendedIn(text: string): readonly string[] {
  const [, value = ""] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? [];
  return [...value.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
}

function candidatesOf(base: string, folder: string): readonly string[] {
  const isPath = /^(?:\.|\/)/.test(base);
  const folders = isPath ? [folder] : [...foldersAbove([path.join(folder, "x")])];
  return folders.flatMap((above) => {
    const file = isPath ? path.resolve(above, base) : path.join(above, "node_modules", base);
    return [file, `${file}.json`, path.join(file, "tsconfig.json")];
  });
}

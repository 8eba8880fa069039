import type { Location } from "../core/location.ts";

/** Where `key` stands below `"airgo"` in the text of package.json; undefined where it does not. */
export function locateKey(packageJson: string | undefined, key: string): Location | undefined {
  if (packageJson === undefined) return undefined;
  const section = Math.max(0, packageJson.search(/"airgo"\s*:/));
  const inSection = packageJson
    .slice(section)
    .search(new RegExp(`${escapeRegExp(JSON.stringify(key))}\\s*:`));
  if (inSection < 0) return undefined;
  const before = packageJson.slice(0, section + inSection).split("\n");
  return { file: "package.json", line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

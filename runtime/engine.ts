import { statSync } from "node:fs";

/**
 * What a code cache is made by, and for. V8 checks its own version and flags, and not all of what may differ where these are
 * the same: Node for another libc, or as a distribution builds it, which the size of its program tells apart.
 */
export function engine(): string {
  const { version, platform, arch, execPath } = process;
  return `${version} ${platform} ${arch} ${statSync(execPath, { throwIfNoEntry: false })?.size}`;
}

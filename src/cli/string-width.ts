// What yargs lays out its helps by, which it makes at every command: most of its texts are plain ASCII, for which the
// package's tables and expressions need not be made. In the bundle it stands in for the package.

import type { Options } from "string-width";

const PLAIN = /^[ -~]*$/;

/** The columns that a text takes on a terminal. */
export default function stringWidth(text: string, options?: Options): number {
  if (typeof text === "string" && PLAIN.test(text)) return text.length;
  return realPackage().default(text, options);
}

/** Only a bundler makes this `require` one that is called in an ES module, and evaluates what it brings no earlier. */
function realPackage(): typeof import("string-width") {
  return require("string-width");
}

// Colours for terminals: the sixteen that follow the reader's own theme, and no library.

import type { TextStream } from "./world.ts";

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof CODES;

/** Gives the text in a style, or as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

export const PLAIN: Paint = (_style, text) => text;

const COLORFUL: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return text === "" ? text : `\u001b[${on}m${text}\u001b[${off}m`;
};

/** Colours on a terminal only; NO_COLOR and FORCE_COLOR (https://no-color.org, https://force-color.org) decide otherwise. */
export function paintFor(
  stream: Pick<TextStream, "isTTY">,
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: term } = env;
  if (always) return always === "0" || always === "false" ? PLAIN : COLORFUL;
  if (never) return PLAIN;
  return stream.isTTY && term !== "dumb" ? COLORFUL : PLAIN;
}

// Characters that do not arrive: `kubectl apply --server-side` refuses them, or the API server changes them.

import { type Place, type Refusal, textsIn } from "./places.ts";

// A surrogate without its other half.
const HALF = /\p{Surrogate}/u;
// YAML calls all of them unprintable but U+0085, which it takes for a line break.
const UNPRINTABLE = /[\u007f-\u009f\ufffe\uffff]/;

/** What is wrong with a text's characters, in words that follow its name; undefined where nothing is. */
export function wrongCharacter(text: string): string | undefined {
  if (HALF.test(text)) return "holds half a character, which UTF-8 cannot say";
  const [found] = UNPRINTABLE.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `holds the character U+${code}, which the API server refuses or changes`;
}

/** In a template file. */
export function* checkTexts(file: Place): Iterable<Refusal> {
  for (const { value, path } of textsIn(file)) {
    const message = wrongCharacter(value);
    if (message !== undefined) yield { path, message, hint: "take it out" };
  }
}

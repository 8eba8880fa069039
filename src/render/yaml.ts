// Block YAML that means the same to YAML 1.1 (the API server's reader), YAML 1.2 and a person: keys plain where that is
// safe, every text in double quotes. js-yaml's own writer takes four times as long and leaves `1:30` to the reader.

import { isMap } from "../validate/plain-data.ts";

/** What a manifest is made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The documents, one after another, parted by `---`; fields that are undefined are left out. */
export function toYaml(documents: readonly object[]): string {
  return documents.map((document) => new Writer().write(document, 0, "").end()).join("---\n");
}

/** Appends to one text: texts of parts, put together, would be copied once for each level. */
class Writer {
  text = "";

  /** `first` stands before the first line of a map or a list: it begins a document, stands beside a hyphen, or goes below. */
  write(value: unknown, depth: number, first: string): this {
    if (typeof value === "string")
      this.text += SAFE.test(value) ? ` "${value}"` : ` ${quote(value)}`;
    else if (Array.isArray(value)) this.#list(value, depth, first);
    else if (isMap(value)) this.#map(value, depth, first);
    else this.text += ` ${scalar(value)}`;
    return this;
  }

  end(): string {
    // One text in one place, where adding would leave a tree of its thousand parts, for the garbage collector to carry about.
    return [this.text, ""].join("\n");
  }

  #map(value: Readonly<Record<string, unknown>>, depth: number, first: string): void {
    const inner = lineStart(depth + 1);
    let before: string | undefined;
    for (const key of Object.keys(value)) {
      const field = value[key];
      if (field === undefined) continue;
      this.text += (before ?? first) + keyText(key);
      this.write(field, depth + 1, inner);
      before = lineStart(depth);
    }
    if (before === undefined) this.text += " {}";
  }

  #list(items: readonly unknown[], depth: number, first: string): void {
    if (items.length === 0) this.text += " []";
    let before = first;
    for (const item of items) {
      this.text += `${before}-`;
      this.write(item, depth + 1, " ");
      before = lineStart(depth);
    }
  }
}

const lineStarts: string[] = [];

function lineStart(depth: number): string {
  lineStarts[depth] ??= `\n${"  ".repeat(depth)}`;
  return lineStarts[depth];
}

function scalar(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return numberText(value);
  throw new TypeError(`a manifest cannot hold ${typeof value} ${String(value)}`);
}

/** YAML 1.1 takes `1e+21` for a text: a number with an exponent needs its point. */
function numberText(value: number): string {
  const text = JSON.stringify(value);
  return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
// What YAML 1.1 reads as a boolean or as nothing.
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const keyTexts = new Map<string, string>();

/** With its colon. Remembered: a manifest says the same few keys again and again. */
function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${PLAIN_KEY.test(key) && !WORD.test(key) ? key : quote(key)}:`;
  keyTexts.set(key, text);
  return text;
}

const SAFE = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return JSON.stringify(text).replace(UNSAFE, escapeSequence);
}

// JSON leaves these as they are. YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, and does not take control characters,
// the byte order mark or the last two of the plane; the API server's reader refuses JSON's surrogate pairs.
const UNSAFE = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]|[\u{10000}-\u{10ffff}]/gu;

function escapeSequence(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

// Block YAML that means the same to YAML 1.1 (the API server's reader), YAML 1.2 and a person: keys plain where that is
// safe, every text in double quotes. js-yaml's own writer takes four times as long and leaves `1:30` to the reader.

/** What a manifest is made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The documents, one after another, parted by `---`; fields that are undefined are left out. */
export function toYaml(documents: readonly object[]): string {
  return documents.map((document) => body(document, "").slice(1)).join("---\n");
}

// Every function returns a text that begins with the character after a `:` or `-`, or with a line break.

function body(value: unknown, indent: string): string {
  if (typeof value === "string") return ` ${quote(value)}\n`;
  if (Array.isArray(value)) return list(value, indent);
  if (typeof value === "object" && value !== null) return map(value, indent);
  return ` ${scalar(value)}\n`;
}

function map(value: object, indent: string): string {
  let text = "";
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) text += `${indent}${keyText(key)}:${body(field, `${indent}  `)}`;
  }
  return text === "" ? " {}\n" : `\n${text}`;
}

function list(items: readonly unknown[], indent: string): string {
  let text = "";
  for (const item of items) {
    const inner = body(item, `${indent}  `);
    // The first line of a nested block stands beside the hyphen.
    text += inner.startsWith("\n")
      ? `${indent}- ${inner.slice(indent.length + 3)}`
      : `${indent}-${inner}`;
  }
  return text === "" ? " []\n" : `\n${text}`;
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

function keyText(key: string): string {
  return PLAIN_KEY.test(key) && !WORD.test(key) ? key : quote(key);
}

const SAFE = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return SAFE.test(text) ? `"${text}"` : JSON.stringify(text).replace(UNSAFE, escapeSequence);
}

// JSON leaves these as they are. YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, and does not take control characters,
// the byte order mark or the last two of the plane; the API server's reader refuses JSON's surrogate pairs.
const UNSAFE = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]|[\u{10000}-\u{10ffff}]/gu;

function escapeSequence(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

import { types } from "node:util";
import { checkSize, type EncodeOptions, tooLarge } from "./check-size.ts";
import {
  describeInstance,
  pathText,
  REFUSALS,
  type Refusal,
  refuseValue,
  type Segment,
} from "./refuse-value.ts";
import { TAG } from "./wire-format.ts";

// A limit of our own, so that the same value is refused wherever it is encoded, however much stack is left there.
const MAX_DEPTH = 1000;

/** The text of a value, or an error that names the path of what cannot cross. */
export function encodeValue(value: unknown, options: EncodeOptions = {}): string {
  const text = walking(options, (walk) => {
    if (value === undefined) refuse(walk, REFUSALS.undefined);
    return encode(value, walk);
  });
  checkSize(text, options);
  return text;
}

/** The text of each item of a list. */
export function encodeItems(value: readonly unknown[], options: EncodeOptions = {}): string[] {
  return walking(options, (walk) => {
    if (prototypeDepth(value) !== 2) refuse(walk, describeInstance(value));
    walk.ancestors.add(value);
    return itemTexts(value, walk);
  });
}

function walking<T>(options: EncodeOptions, walkThrough: (walk: Walk) => T): T {
  try {
    return walkThrough({ path: [], ancestors: new Set(), options });
  } catch (error) {
    // The only RangeError here is V8's, of a text beyond half a gibibyte.
    if (error instanceof RangeError) throw tooLarge("more than 512 MiB", options, error);
    throw error;
  }
}

interface Walk {
  readonly path: Segment[];
  readonly ancestors: Set<object>;
  readonly options: EncodeOptions;
}

function encode(value: unknown, walk: Walk): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return encodeNumber(value, walk);
    case "boolean":
      return String(value);
    case "bigint":
      return tagged("bigint", `"${value}"`);
    case "undefined":
      return `{"${TAG}":"undefined"}`;
    case "object":
      return value === null ? "null" : encodeObject(value, walk);
    case "function":
      return refuse(walk, REFUSALS.function);
    case "symbol":
      return refuse(walk, REFUSALS.symbol);
  }
}

// Braces are escaped in every string, so that no "{{" can stand; outside strings two opening braces never meet.
const UNSAFE = /[^\x20-\x7e]|[{}]/g;

// What stands between quotes as it is: most texts, and nearly all keys.
const PLAIN = /^[ !#-[\]-z|~]*$/;

function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(UNSAFE, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function encodeNumber(value: number, walk: Walk): string {
  if (!Number.isFinite(value)) refuse(walk, REFUSALS.number(value));
  // JSON can say negative zero, JSON.stringify does not.
  return Object.is(value, -0) ? "-0" : String(value);
}

function encodeObject(value: object, walk: Walk): string {
  if (walk.ancestors.has(value)) refuse(walk, REFUSALS.cycle);
  if (walk.ancestors.size >= MAX_DEPTH) refuse(walk, REFUSALS.depth(MAX_DEPTH));
  walk.ancestors.add(value);
  const text = encodeByKind(value, walk);
  walk.ancestors.delete(value);
  return text;
}

function encodeByKind(value: object, walk: Walk): string {
  if (isPlain(value)) return encodeFields(value, walk);
  // The prototype's prototype tells a built-in from a subclass of it, also of another realm (a test's sandbox).
  if (prototypeDepth(value) === 2) {
    if (Array.isArray(value)) return encodeList(value, walk);
    if (types.isDate(value)) return encodeDate(value, walk);
    if (types.isMap(value)) return encodeMap(value, walk);
    if (types.isSet(value)) return encodeSet(value, walk);
  }
  return refuse(walk, describeInstance(value));
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  // Another realm's Object.prototype has no prototype either, and methods of its own.
  return prototypeDepth(value) === 1 && Object.hasOwn(Object(prototype), "isPrototypeOf");
}

function prototypeDepth(value: object): number {
  let depth = 0;
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; depth++) {
    at = Object.getPrototypeOf(at);
  }
  return depth;
}

function encodeFields(value: Readonly<Record<string, unknown>>, walk: Walk): string {
  const symbols = Object.getOwnPropertySymbols(value);
  if (symbols.some((key) => isEnumerable(value, key))) refuse(walk, REFUSALS.symbolKey);
  let fields = "";
  for (const key of Object.keys(value)) {
    fields += `${fields === "" ? "" : ","}${quote(key)}:${encodeAt(key, value[key], walk)}`;
  }
  return isEnumerable(value, TAG) ? tagged("object", `{${fields}}`) : `{${fields}}`;
}

function isEnumerable(value: object, key: string | symbol): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

function encodeAt(segment: Segment, value: unknown, walk: Walk): string {
  walk.path.push(segment);
  const text = encode(value, walk);
  walk.path.pop();
  return text;
}

function encodeList(value: readonly unknown[], walk: Walk): string {
  return `[${itemTexts(value, walk).join(",")}]`;
}

function itemTexts(value: readonly unknown[], walk: Walk): string[] {
  const keys = Object.keys(value).length;
  if (keys < value.length) refuse(walk, REFUSALS.sparse);
  if (keys > value.length) refuse(walk, REFUSALS.named);
  return value.map((item, index) => encodeAt(index, item, walk));
}

function encodeDate(value: Date, walk: Walk): string {
  refuseFields(value, walk);
  if (Number.isNaN(value.getTime())) refuse(walk, REFUSALS.invalidDate);
  return tagged("Date", `"${value.toISOString()}"`);
}

function encodeMap(value: ReadonlyMap<unknown, unknown>, walk: Walk): string {
  refuseFields(value, walk);
  const entries = [...value].map(([key, item], index) => {
    const at = typeof key === "string" ? `.get(${JSON.stringify(key)})` : `.values()[${index}]`;
    return `[${encodeAt({ text: `.keys()[${index}]` }, key, walk)},${encodeAt({ text: at }, item, walk)}]`;
  });
  return tagged("Map", `[${entries.join(",")}]`);
}

function encodeSet(value: ReadonlySet<unknown>, walk: Walk): string {
  refuseFields(value, walk);
  const items = [...value].map((item, index) =>
    encodeAt({ text: `.values()[${index}]` }, item, walk),
  );
  return tagged("Set", `[${items.join(",")}]`);
}

function refuseFields(value: object, walk: Walk): void {
  if (Object.keys(value).length > 0) refuse(walk, REFUSALS.named);
}

function tagged(tag: string, text: string): string {
  return `{"${TAG}":"${tag}","value":${text}}`;
}

function refuse(walk: Walk, refusal: Refusal): never {
  return refuseValue(walk.options, pathText(walk.options.path ?? "$", walk.path), refusal);
}

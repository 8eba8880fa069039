// One field of a cron text, exactly as robfig/cron v3's ParseStandard reads it, its oddities included ("1,,2" and "*-5"
// are taken): Argo's controller asks that library.

/** The bounds of a field, and the names that it takes for its numbers. */
export interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Three-letter names of the numbers from `min` on; robfig takes them in any case. */
  readonly names: readonly string[];
}

/** What a field allows. */
export interface FieldSet {
  readonly values: ReadonlySet<number>;
  /** It holds a star (or a question mark) without a step. */
  readonly star: boolean;
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");

/** The five fields, in their order. */
export const CRON_FIELDS = {
  minute: { name: "minute", min: 0, max: 59, names: [] },
  hour: { name: "hour", min: 0, max: 23, names: [] },
  dayOfMonth: { name: "day of month", min: 1, max: 31, names: [] },
  month: { name: "month", min: 1, max: 12, names: MONTHS },
  dayOfWeek: { name: "day of week", min: 0, max: 6, names: WEEKDAYS },
} as const satisfies Readonly<Record<string, CronField>>;

// The CRD's pattern for a field, but for its commas.
const ITEM_TEXT = /^[A-Za-z0-9*/?-]+$/;

/** Quartz's last day, nearest weekday and n-th weekday of a month. */
export const QUARTZ_ITEM = /^(?:L(?:-\d+)?|LW|\d+W|(?:\d|[A-Za-z]{3})(?:L|#\d))$/;

/** The field's set, or a sentence that says why Argo does not take it. */
export function parseField(text: string, field: CronField): FieldSet | string {
  const values = new Set<number>();
  let star = false;
  for (const item of text.split(",").filter((part) => part !== "")) {
    const range = parseItem(item, field);
    if (typeof range === "string") {
      const why = QUARTZ_ITEM.test(item) ? "L, W and # belong to other dialects" : range;
      return `${field.name} "${item}" is not taken by Argo: ${why}`;
    }
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
    star ||= range.star;
  }
  return { values, star };
}

interface ItemRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly star: boolean;
}

/** `number`, `number-number` or a star, each with `/step`; or why it is none of them. */
function parseItem(item: string, field: CronField): ItemRange | string {
  if (!ITEM_TEXT.test(item)) return "only letters, digits and * , - / ? may stand in it";
  const [range = "", stepText, secondStep] = item.split("/");
  if (secondStep !== undefined) return "it has more than one slash";
  const bounds = parseRange(range, stepText !== undefined, field);
  if (typeof bounds === "string") return bounds;
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (step === undefined) return `its step "${stepText}" is no number`;
  if (step === 0) return "its step is 0";
  return { ...bounds, step, star: bounds.star && step === 1 };
}

function parseRange(
  text: string,
  hasStep: boolean,
  field: CronField,
): Omit<ItemRange, "step"> | string {
  const [low = "", high, third] = text.split("-");
  // Whatever follows a star's hyphen is not read.
  if (low === "*" || low === "?") return { start: field.min, end: field.max, star: true };
  if (third !== undefined) return "it has more than one hyphen";
  const start = parseValue(low, field);
  // "5/15" is "5-59/15".
  const end = high === undefined ? (hasStep ? field.max : start) : parseValue(high, field);
  if (start === undefined || end === undefined) return `it takes ${takes(field)}`;
  if (Math.min(start, end) < field.min || Math.max(start, end) > field.max)
    return `it goes ${span(field)}`;
  if (start > end) return "its range ends before it begins";
  return { start, end, star: false };
}

/** A number or a name, or undefined; the number may be out of bounds. */
export function parseValue(text: string, field: CronField): number | undefined {
  const named = field.names.indexOf(text.toLowerCase());
  return named < 0 ? parseNumber(text) : field.min + named;
}

function parseNumber(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

function span(field: CronField): string {
  const named = field.names.length > 0 ? ` (${field.names[0]} to ${field.names.at(-1)})` : "";
  return `from ${field.min} to ${field.max}${named}`;
}

function takes(field: CronField): string {
  return `numbers ${span(field)}, *, lists (a,b), ranges (a-b) and steps (*/n)`;
}

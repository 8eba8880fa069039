// Durations: seconds, or the short texts that Argo itself takes.

import { accept, type Parsed, refuse, show } from "./parsed.ts";

const SECONDS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;
const EXAMPLES = 'write a number of seconds, or a text such as "30s", "10m", "2h" or "1h30m"';
// Argo counts in 32 bits.
const LONGEST = 2 ** 31 - 1;

/** Whole seconds from 0 on: a number, or a text such as "30s", "10m", "2h", "1d" or "1h30m". */
export function parseDuration(value: unknown): Parsed<number> {
  const seconds = typeof value === "string" ? secondsOf(value) : value;
  if (typeof seconds !== "number") {
    return refuse(`duration ${show(value)} cannot be read`, hintFor(value));
  }
  if (!Number.isInteger(seconds) || seconds < 0) {
    const whole = Math.round(seconds);
    const near =
      seconds > 0 && Number.isSafeInteger(whole) ? `write ${Math.max(whole, 1)}` : EXAMPLES;
    return refuse(`duration ${show(value)} is not a whole number of seconds from 0 on`, near);
  }
  if (seconds > LONGEST) {
    return refuse(
      `duration ${show(value)} is longer than Argo can count`,
      `write at most ${LONGEST} seconds`,
    );
  }
  return accept(seconds);
}

/** For people, in at most two units: "1h 30m", "42s", "350ms". */
export function formatDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds < 1000) return `${milliseconds}ms`;
  if (milliseconds < 9950) return `${Number(seconds.toFixed(1))}s`;
  const parts = split(Math.round(seconds));
  const largest = parts.findIndex((part) => !part.startsWith("0"));
  return parts
    .slice(largest, largest + 2)
    .filter((part) => !part.startsWith("0"))
    .join(" ");
}

function secondsOf(text: string): number | undefined {
  const [, ...counts] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  if (text === "" || counts.length === 0) return undefined;
  const sizes = Object.values(SECONDS);
  return counts.reduce((sum, count, index) => sum + Number(count ?? 0) * (sizes[index] ?? 0), 0);
}

/** "10 min", "1.5h", "1 hour 30 minutes", "PT5M" and "90" are plainly meant. */
function hintFor(value: unknown): string {
  if (typeof value !== "string") return EXAMPLES;
  const text = value.trim().toLowerCase();
  if (/^\d+$/.test(text)) return `write ${Number(text)} without quotes, or "${Number(text)}s"`;
  // ISO 8601 puts a P before all and a T before the hours; an M before the T is months.
  if (/^p[^t]*[my]/.test(text)) return EXAMPLES;
  const seconds = lenientSeconds(text.replace(/^p|t(?=\d)/g, ""));
  return seconds === undefined ? EXAMPLES : `write "${compact(seconds)}"`;
}

const UNIT_WORDS: ReadonlyMap<RegExp, number> = new Map([
  [/^(?:ms|msecs?|milliseconds?)$/, 0.001],
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:m|mins?|minutes?)$/, 60],
  [/^(?:h|hrs?|hours?)$/, 3600],
  [/^(?:d|days?)$/, 86_400],
  [/^(?:w|weeks?)$/, 7 * 86_400],
]);

function lenientSeconds(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/g)];
  if (parts.map(([part]) => part).join("") !== text) return undefined;
  const sizes = parts.map(([, , unit = ""]) => sizeOf(unit));
  if (parts.length === 0 || sizes.includes(undefined)) return undefined;
  const total = parts.reduce((sum, [, count], at) => sum + Number(count) * (sizes[at] ?? 0), 0);
  return Math.ceil(total);
}

function sizeOf(unit: string): number | undefined {
  return [...UNIT_WORDS].find(([word]) => word.test(unit))?.[1];
}

function compact(seconds: number): string {
  return (
    split(seconds)
      .filter((part) => !part.startsWith("0"))
      .join("") || "0s"
  );
}

/** The count of each unit, the largest first. */
function split(seconds: number): string[] {
  let rest = seconds;
  return Object.entries(SECONDS).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return `${count}${unit}`;
  });
}

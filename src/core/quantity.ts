// Kubernetes quantities, by the grammar of apimachinery's resource.ParseQuantity and the pattern in the CRDs: a number, and a
// suffix that is a power of ten, a power of two or an exponent.

import { accept, type Parsed, refuse, show } from "./parsed.ts";

export type Resource = "cpu" | "memory";

const POWERS_OF_TEN: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const POWERS_OF_TWO: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};
const EXAMPLES: Readonly<Record<Resource, string>> = {
  cpu: 'write cores such as "500m", "0.5" or "2"',
  memory: 'write bytes such as "50Mi", "2Gi" or "500M"',
};

const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]?))$/;

// What only the other resource is ever measured in.
const SWAPPED: Readonly<Record<Resource, RegExp>> = {
  cpu: /^[KMGTPE]i$|^[MGTPE]$/,
  memory: /^[num]$/,
};

/** Cores of cpu, or bytes of memory. */
export function parseQuantity(text: unknown, resource: Resource): Parsed<number> {
  if (typeof text !== "string") {
    const hint = typeof text === "number" ? `write "${text}", in quotes` : EXAMPLES[resource];
    return refuse(`${resource} ${show(text)} is not a text`, hint);
  }
  const [, digits, exponent, suffix = ""] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) {
    return refuse(`${resource} "${text}" is no quantity of Kubernetes`, hintFor(text, resource));
  }
  const amount = amountOf(digits, exponent, suffix);
  const isPartOfByte = resource === "memory" && amount > 0 && amount < 1;
  if (SWAPPED[resource].test(suffix) || isPartOfByte) {
    const other = resource === "cpu" ? "memory" : "cpu";
    return refuse(
      `${resource} "${text}" looks like ${other}`,
      swappedHint(digits, suffix, resource),
    );
  }
  if (Number.isFinite(amount)) return accept(amount);
  return refuse(`${resource} "${text}" is too large`, EXAMPLES[resource]);
}

/** Number reads the power of ten as well, so that "100m" is exactly 0.1. */
function amountOf(digits: string, exponent: string | undefined, suffix: string): number {
  const two = POWERS_OF_TWO[suffix];
  if (two !== undefined) return Number(digits) * 2 ** two;
  return Number(`${digits}e${exponent ?? POWERS_OF_TEN[suffix]}`);
}

function swappedHint(digits: string, suffix: string, resource: Resource): string {
  const swapped = "cpu and memory look swapped";
  if (resource === "memory" && suffix === "m") {
    return `${swapped}; for ${digits} mebibytes write "${digits}Mi"`;
  }
  if (resource === "cpu" && suffix.startsWith("M")) {
    return `${swapped}; for ${digits} thousandths of a core write "${digits}m"`;
  }
  return `${swapped}; ${EXAMPLES[resource]}`;
}

/** "50MB", "512 mi" and "2 cores" are plainly meant. */
function hintFor(text: string, resource: Resource): string {
  const [, digits, unit = ""] =
    /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const suffix = resource === "cpu" ? cpuSuffix(unit) : memorySuffix(unit);
  if (digits === undefined || suffix === undefined) return EXAMPLES[resource];
  return `write "${digits.replace(",", ".")}${suffix}"`;
}

function cpuSuffix(unit: string): string | undefined {
  if (/^(?:v?cpus?|cores?)?$/.test(unit)) return "";
  return /^m(?:illi)?(?:v?cpus?|cores?)?$/.test(unit) ? "m" : undefined;
}

function memorySuffix(unit: string): string | undefined {
  const [, power, binary] = /^([kmgtpe])(i)?(?:b|bytes?)?$/.exec(unit) ?? [];
  if (power === undefined) return unit === "" ? "" : undefined;
  return binary !== undefined || power !== "k" ? power.toUpperCase() + (binary ?? "") : power;
}

// One parser a setting. Values come from JSON (package.json), from text (environment) and from flags (either).

import path from "node:path";
import { isDagId } from "../core/names.ts";
import { parseTimezone } from "../core/timezone.ts";
import type { ProjectConfig, SettingName } from "./project-config.ts";

/** A checked value, or what was expected instead. */
export type Parsed<T> = { readonly value: T } | Unexpected;

export interface Unexpected {
  /** What would have been taken: "a …". */
  readonly expected: string;
  /** What to write instead, where more is known than that. */
  readonly hint?: string;
}

type Parser<T> = (raw: unknown) => Parsed<T>;

const LABEL = "lower-case letters, digits and inner hyphens, beginning with a letter, at most 63";
const DAY = 24 * 60 * 60;

export const DEFAULTS = {
  tag: undefined,
  namespace: "argo",
  serviceAccountName: "default",
  timezone: "UTC",
  dagsDir: "dags",
  templatesDir: "templates",
  outDir: "rendered_yamls",
  external: [],
  setup: undefined,
  bundle: "dist/airgo.js",
  terminationGracePeriodSeconds: 30,
  backfillTtlSeconds: 30 * DAY,
  structureMismatch: "warn",
  maxValueBytes: 256 * 1024,
  warnValueBytes: 32 * 1024,
} as const satisfies Omit<ProjectConfig, "projectName" | "image">;

export const PARSERS: { readonly [Name in SettingName]: Parser<ProjectConfig[Name]> } = {
  projectName: matching(`a name (${LABEL})`, isDagId),
  image: matching("an image without blanks", (text) => /^[^\s:@][^\s]*$/.test(text)),
  tag: matching("an image tag", (text) => /^\w[\w.-]{0,127}$/.test(text)),
  namespace: matching(`a Kubernetes namespace (${LABEL})`, isDnsLabel),
  serviceAccountName: matching("the name of a service account", isDnsSubdomain),
  timezone,
  dagsDir: matching("a folder inside the project", isInnerPath),
  templatesDir: matching("a folder inside the project", isInnerPath),
  outDir: matching("a folder inside the project", isInnerPath),
  external: packageList,
  setup: matching("a file inside the project", isInnerPath),
  bundle: matching(
    "a .js file inside the project",
    (text) => isInnerPath(text) && /\.c?js$/.test(text),
  ),
  terminationGracePeriodSeconds: wholeNumber(0),
  backfillTtlSeconds: wholeNumber(0),
  structureMismatch: oneOf(["warn", "fail"]),
  maxValueBytes: wholeNumber(1),
  warnValueBytes: wholeNumber(1),
};

function matching(expected: string, holds: (text: string) => boolean): Parser<string> {
  return (raw) => (typeof raw === "string" && holds(raw) ? { value: raw } : { expected });
}

function oneOf<Choice extends string>(choices: readonly Choice[]): Parser<Choice> {
  return (raw) => {
    const value = choices.find((choice) => choice === raw);
    return value === undefined ? { expected: `one of ${choices.join(", ")}` } : { value };
  };
}

function wholeNumber(least: number): Parser<number> {
  return (raw) => {
    const value = typeof raw === "string" && /^\d+$/.test(raw) ? Number(raw) : raw;
    const holds = typeof value === "number" && Number.isSafeInteger(value) && value >= least;
    return holds ? { value } : { expected: `a whole number, ${least} or more` };
  };
}

/** As a DAG's: both end in a CronWorkflow, where Go reads them. */
function timezone(raw: unknown): Parsed<string> {
  const parsed = parseTimezone(raw);
  if (parsed.ok) return { value: parsed.value };
  return { expected: "a time zone of the IANA database", hint: parsed.complaint.hint };
}

function packageList(raw: unknown): Parsed<readonly string[]> {
  const list = typeof raw === "string" ? raw.split(",").map((name) => name.trim()) : raw;
  const holds = Array.isArray(list) && list.every(isPackageName);
  return holds ? { value: list } : { expected: "a list of package names" };
}

function isPackageName(name: unknown): name is string {
  return typeof name === "string" && /^(@[\w.-]+\/)?[a-z0-9_][\w.-]*$/i.test(name);
}

function isDnsLabel(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split(".").every(isDnsLabel);
}

function isInnerPath(text: string): boolean {
  const normal = path.posix.normalize(text.replaceAll("\\", "/"));
  return normal !== "." && normal !== ".." && !normal.startsWith("../") && !path.isAbsolute(text);
}

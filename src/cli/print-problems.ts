// How a mistake reads: what is wrong, where, and what to write instead.

import path from "node:path";
import type { Problem } from "../core/errors.ts";
import type { Location } from "../core/location.ts";
import type { Finding } from "../validate/finding.ts";
import type { Paint } from "./paint.ts";

/** What the texts of problems depend on beside the problems. */
export interface ProblemStyle {
  readonly cwd: string;
  readonly paint: Paint;
}

/** A problem, or a finding that may be only a warning. */
export type PrintedProblem = Problem & Partial<Pick<Finding, "severity" | "source">>;

/** All problems, each with a line for its place and its hint; ends with a line break. */
export function printProblems(problems: readonly PrintedProblem[], style: ProblemStyle): string {
  return problems.map((problem) => printProblem(problem, style)).join("");
}

function printProblem(problem: PrintedProblem, style: ProblemStyle): string {
  const { code, message, location, hint, severity = "error" } = problem;
  const { cwd, paint } = style;
  const [first = "", ...rest] = message.split("\n");
  const lines = [
    `${paint(severity === "error" ? "red" : "yellow", `${severity}[${code}]`)}: ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(location === undefined ? [] : [`  ${paint("dim", "at")} ${printPlace(location, cwd)}`]),
    `  ${paint("cyan", "hint:")} ${hint.replaceAll("\n", "\n        ")}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `file:line:column`, which editors and terminals open; relative where the file lies below `cwd`. */
export function printPlace({ file, line, column }: Location, cwd: string): string {
  const relative = path.isAbsolute(file) ? path.relative(cwd, file) : file;
  return `${relative.startsWith("..") ? file : relative}:${line}:${column}`;
}

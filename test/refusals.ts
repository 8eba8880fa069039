// What a DAG file is refused for: the problems, and that each names the line of the test that made the mistake.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { AirgoError, type DAG, type Problem } from "airgo";

/** The problems that declaring or building a DAG is refused with; fails where there are none. */
export function problemsOf(build: () => DAG<object> | undefined): readonly Problem[] {
  try {
    build()?.spec();
  } catch (error) {
    if (error instanceof AirgoError) return error.problems;
    throw error;
  }
  return assert.fail("nothing was refused");
}

export interface Refusal {
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
  /** A part of the line that the problem names. */
  readonly at: string;
}

/** Builds a DAG that has exactly one mistake. */
export function assertRefused(build: () => DAG<object> | undefined, expected: Refusal): Problem {
  const [problem, ...more] = problemsOf(build);
  assert.ok(problem);
  assert.deepEqual(more, [], "more than one problem");
  assertProblem(problem, expected);
  return problem;
}

export function assertProblem(problem: Problem, { code, message, hint, at }: Refusal): void {
  assert.equal(problem.code, code, problem.message);
  assert.match(problem.message, message);
  assert.match(problem.hint, hint);
  const { file, line } = problem.location ?? assert.fail("the problem names no place");
  assert.match(file, /\.test\.ts$/);
  const text = readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
  assert.ok(text.includes(at), `${file}:${line} is ${JSON.stringify(text.trim())}, not ${at}`);
}

// The recordings: abstract DAGs with scripted tasks, and what Argo's controller and executor (v4.0.7) did with them.

import byHand from "./recordings/cases.json" with { type: "json" };
import random from "./recordings/random.json" with { type: "json" };

/** What one attempt does. */
export interface Step {
  readonly exit?: number;
  /** A short circuit: stops what is below. */
  readonly stop?: boolean;
  /** A branch: the ways that it chose. */
  readonly choose?: string | readonly string[];
  /** Values by output. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Output {
  readonly task: string;
  readonly output: string;
}

export interface CaseTask {
  readonly id: string;
  readonly upstream: readonly string[];
  readonly kind: string;
  readonly over?: Output;
  /** By branch, the ways that lead here. */
  readonly branches?: Readonly<Record<string, readonly string[]>>;
  readonly rule?: string;
  readonly retries?: number;
  readonly ignoreDownstreamTriggerRules?: boolean;
  /** What each attempt does; the last entry repeats. */
  readonly script?: readonly Step[];
  /** By the item's JSON text, before `script`. */
  readonly items?: Readonly<Record<string, readonly Step[]>>;
  readonly outputs?: readonly string[];
  readonly reads?: Readonly<Record<string, Output>>;
}

export interface ExpectedTask {
  readonly phase: string;
  readonly attempts?: number;
  readonly items?: readonly {
    readonly phase: string;
    readonly attempts: number;
    readonly item: unknown;
  }[];
  /** What arrived. */
  readonly reads?: Readonly<Record<string, unknown>>;
}

export interface ConformanceCase {
  readonly name: string;
  readonly says: string;
  readonly tasks: readonly CaseTask[];
  readonly expect: {
    readonly phase: string;
    readonly tasks: Readonly<Record<string, ExpectedTask>>;
  };
}

/** All recorded cases. */
export const CASES: readonly ConformanceCase[] = [...parse(byHand), ...parse(random)];

function parse(recorded: unknown): readonly ConformanceCase[] {
  if (Array.isArray(recorded) && recorded.every(isCase)) return recorded;
  throw new Error("a recording is not a list of cases");
}

function isCase(value: unknown): value is ConformanceCase {
  return typeof value === "object" && value !== null && "tasks" in value && "expect" in value;
}

/** The ways of a branch that lead somewhere. */
export function waysOf(tasks: readonly CaseTask[], branch: string): readonly string[] {
  return [...new Set(tasks.flatMap((task) => task.branches?.[branch] ?? []))];
}

/** The ways that a step chose. */
export function chosenBy({ choose = [] }: Step): readonly string[] {
  return typeof choose === "string" ? [choose] : choose;
}

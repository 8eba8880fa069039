import type { OutputSpec } from "../../src/core/spec.ts";
import type { AttemptResult } from "./attempt-runner.ts";
import { NO_TEXTS, type Texts } from "./run-outcome.ts";

/** An attempt as the controller sees it. */
export interface Judgement {
  readonly phase: "Succeeded" | "Failed" | "Error";
  readonly outputs: Texts;
  readonly message?: string;
}

/**
 * The phase of an attempt by its exit code and by the outputs that its container left. A failed container's outputs
 * are read too, and Argo's `default` stands for a file that is not there, whatever the reason.
 */
export function judgeAttempt(result: AttemptResult, declared: readonly OutputSpec[]): Judgement {
  if (result.exitCode !== 0) {
    const { outputs } = collect(result.outputs, declared);
    const message = result.message ?? `exit code ${result.exitCode}`;
    return { phase: "Failed", outputs, message };
  }
  const { outputs, problem } = collect(result.outputs, declared);
  if (problem !== undefined) return { phase: "Error", outputs, message: problem };
  return { phase: "Succeeded", outputs };
}

function collect(
  written: Texts,
  declared: readonly OutputSpec[],
): { readonly outputs: Texts; readonly problem?: string } {
  if (declared.length === 0) return { outputs: NO_TEXTS };
  const outputs = new Map<string, string>();
  for (const { parameter, whenSkipped } of declared) {
    const text = written.get(parameter)?.replace(/\n$/, "") ?? whenSkipped;
    if (text === undefined)
      return { outputs, problem: `its output "${parameter}" was not written` };
    if (UNSAFE.test(text)) return { outputs, problem: unsafe(parameter) };
    outputs.set(parameter, text);
  }
  return { outputs };
}

// Argo quotes values the Go way, which JSON cannot read for control characters, and substitutes "{{" again.
const UNSAFE = /\{\{|[^\n\x20-\x7e]/;

function unsafe(parameter: string): string {
  return `its output "${parameter}" holds "{{" or a character that Argo cannot carry`;
}

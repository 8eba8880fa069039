import type { InputSpec, TaskSpec } from "../../src/core/spec.ts";
import type { AttemptId, LogLine } from "./run-event.ts";

/** An input of a task with the text that arrived for it. */
export type AttemptInput = Pick<InputSpec, "name" | "form" | "orNull"> & { readonly text: string };

/** What one attempt is given; the same things reach a pod as environment and files. */
export interface AttemptRequest extends AttemptId {
  readonly task: TaskSpec;
  /** The item's text, for a mapped task. */
  readonly item: string | undefined;
  readonly inputs: readonly AttemptInput[];
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  readonly log: (line: LogLine) => void;
  readonly progress: (done: number, total: number) => void;
}

/** How one attempt ended, as a container would: an exit code, the files it wrote, a termination message. */
export interface AttemptResult {
  /** 0 done, 99 failed for good, anything else failed. */
  readonly exitCode: number;
  readonly outputs: ReadonlyMap<string, string>;
  readonly message?: string;
}

/** Runs one attempt of one task. Never rejects for a failure of the task. */
export interface AttemptRunner {
  run(request: AttemptRequest): Promise<AttemptResult>;
}

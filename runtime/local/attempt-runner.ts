import type { TaskSpec } from "../../src/core/spec.ts";
import type { AttemptInput } from "../attempt.ts";
import type { LogRecord } from "../logger/create-logger.ts";
import type { AttemptId } from "./run-event.ts";

/** What one attempt is given; the same things reach a pod as environment and files. */
export interface AttemptRequest extends AttemptId {
  readonly task: TaskSpec;
  /** The item's text, for a mapped task. */
  readonly item: string | undefined;
  readonly inputs: readonly AttemptInput[];
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  readonly log: (record: LogRecord) => void;
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

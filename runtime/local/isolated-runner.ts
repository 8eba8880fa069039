// Runs each attempt as a pod would be: a process of the bundle with only the pod's environment, its inputs as files, its
// own directories for what it writes, and nothing shared with the other tasks but the machine.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { constants } from "node:os";
import path from "node:path";
import type { AttemptRequest, AttemptResult, AttemptRunner } from "./attempt-runner.ts";
import { followOutput } from "./follow-output.ts";
import { podDirectory, podEnvironment } from "./pod-directory.ts";
import type { RunIdentity } from "./run-identity.ts";

/** What isolated attempts run with. */
export interface Isolation {
  /** The bundle: `dist/airgo.js`. */
  readonly bundle: string;
  /** The Node that runs it. */
  readonly node: string;
  /** What the image and the container template add to the pod's environment; at least PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the attempts' directories are made, and removed again. */
  readonly temporaryDirectory: string;
}

export class IsolatedRunner implements AttemptRunner {
  readonly #isolation: Isolation;
  readonly #run: RunIdentity;
  readonly #gracePeriod: number;

  constructor(isolation: Isolation, run: RunIdentity, gracePeriod: number) {
    this.#isolation = isolation;
    this.#run = run;
    this.#gracePeriod = gracePeriod;
  }

  async run(request: AttemptRequest): Promise<AttemptResult> {
    const root = await mkdtemp(path.join(this.#isolation.temporaryDirectory, "airgo-"));
    const directory = podDirectory(root);
    try {
      await directory.writeInputs(request, this.#run);
      const exitCode = await this.#spawn(request, root);
      const message = await directory.readMessage();
      const outputs = await directory.readOutputs(request.task.outputs);
      return { exitCode, outputs, ...(message === "" ? {} : { message }) };
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }

  #spawn(request: AttemptRequest, root: string): Promise<number> {
    const { bundle, node, env } = this.#isolation;
    const child = spawn(node, [bundle], {
      env: { ...env, ...podEnvironment(request, this.#run, root) },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, as in a pod: so that Ctrl-C reaches a task as SIGTERM, with all that it has started.
      detached: true,
    });
    followOutput(child, request, { root, runId: this.#run.runId });
    const release = this.#killWhenDue(child, request);
    return new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
    }).finally(release);
  }

  /** SIGTERM when the run is stopped, SIGKILL when the grace period, or the pod's own deadline, is over. */
  #killWhenDue(child: ChildProcess, { signal, task }: AttemptRequest): () => void {
    const timers: NodeJS.Timeout[] = [];
    const killAfter = (seconds: number): void => {
      timers.push(setTimeout(() => killGroup(child, "SIGKILL"), seconds * 1000));
    };
    const stop = (): void => {
      killGroup(child, "SIGTERM");
      killAfter(this.#gracePeriod);
    };
    if (task.executionTimeout !== undefined) killAfter(task.executionTimeout + this.#gracePeriod);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    return () => {
      signal.removeEventListener("abort", stop);
      for (const timer of timers) clearTimeout(timer);
    };
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended, or the system knows no groups.
    child.kill(signal);
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}

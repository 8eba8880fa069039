// One task in a pod: from its environment and files to its outputs and an exit code.

import { writeFileSync } from "node:fs";
import type { ErrorCode } from "../../src/core/error-codes.ts";
import { AirgoError, isAirgoError } from "../../src/core/errors.ts";
import { isFailTask } from "../../src/core/fail-task.ts";
import { neverSettles, ProcessExit } from "../escaped-failures.ts";
import { StopSource } from "../stop-source.ts";
import { cutMessage, describeFailure } from "./describe-failure.ts";
import { executePodTask } from "./execute-pod-task.ts";
import { type PodRequest, parsePodRequest } from "./parse-pod-request.ts";
import type { PodWorld } from "./pod-world.ts";

const DONE = 0;
const FAILED = 1;
/** The manifests' retry expression does not retry it. */
const FAILED_FOR_GOOD = 99;
/** 128 + SIGTERM; zero could be recorded as Succeeded. */
const STOPPED = 143;

const NEVER_RETRIED: ReadonlySet<ErrorCode> = new Set([
  "unknown-dag",
  "unknown-task",
  "stale-manifest",
  // The image is as it is at the next attempt too.
  "broken-bundle",
  "broken-dag-file",
  "duplicate-dag",
]);

// Argo's executor leaves umask 0: files that everyone may write.
const UMASK = 0o022;

/** Executes the task that the environment names and gives the exit code, with which the caller ends the process. */
export async function runPod(world: PodWorld): Promise<number> {
  world.setUmask(UMASK);
  const stop = new StopSource();
  let isOver = false;
  // A body that ends the process with 0 has put nothing out, and Argo would take it for success.
  world.onExit((code) => (isOver || code !== DONE ? code : endedByTask(world)));
  try {
    const request = parsePodRequest(world.env);
    const gracePeriod = graceSeconds(request, world);
    await Promise.race([
      disturbance(world, request, { stop, gracePeriod }),
      executePodTask(world, request, { signal: stop, gracePeriod }),
    ]);
    return DONE;
  } catch (error) {
    report(world, error);
    return stop.aborted ? STOPPED : exitCode(error);
  } finally {
    isOver = true;
  }
}

function endedByTask(world: PodWorld): number {
  const failure = new ProcessExit(DONE);
  report(world, failure);
  return failure.exitCode;
}

// What the process needs to end by itself, before SIGKILL: at most seconds, and never most of a short grace period.
const LONGEST_MARGIN = 5;

function graceSeconds({ gracePeriod }: PodRequest, { bundle }: PodWorld): number {
  const seconds = gracePeriod ?? bundle.manifest.config.terminationGracePeriodSeconds;
  return seconds - Math.min(LONGEST_MARGIN, seconds / 5);
}

interface Stopping {
  readonly stop: StopSource;
  /** Seconds. */
  readonly gracePeriod: number;
}

/** Rejects with what ends the task from outside of its own promise. */
function disturbance(
  world: PodWorld,
  request: PodRequest,
  { stop, gracePeriod }: Stopping,
): Promise<never> {
  return new Promise((_resolve, reject) => {
    world.onUncaught(reject);
    // Node would end with 0, which Argo takes for success.
    world.onIdle(() => reject(neverSettles(request)));
    world.onStop(() => {
      stop.abort(stopped(request));
      // Whatever runs: a setup module knows nothing of the signal.
      setTimeout(reject, gracePeriod * 1000, stop.reason);
    });
  });
}

function stopped({ dagId, taskId }: PodRequest): AirgoError {
  return new AirgoError("task-failed", `task "${taskId}" of DAG "${dagId}" was asked to stop`, {
    hint: "its run was stopped, its pod deleted or evicted, or a deadline passed",
    dagId,
    taskId,
  });
}

function exitCode(error: unknown): number {
  const isFinal = isFailTask(error) || (isAirgoError(error) && NEVER_RETRIED.has(error.code));
  return isFinal ? FAILED_FOR_GOOD : FAILED;
}

function report({ paths, writeStderr }: PodWorld, error: unknown): void {
  const { message, details } = describeFailure(error);
  writeStderr(`${details}\n`);
  try {
    writeFileSync(paths.terminationLog, cutMessage(message));
  } catch {
    // Outside of a cluster there is none, and some clusters do not let every user write it.
  }
}

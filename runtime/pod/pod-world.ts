// All that a pod touches outside of its own code, so that tests can put something else in its place.

import { fstatSync } from "node:fs";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { writeFully } from "./write-fully.ts";

/** What a pod needs of the packed file. */
export interface PodBundle {
  readonly manifest: { readonly config: PodSettings };
  /** Runs the project's setup module, where it has one. */
  runSetup(): Promise<void>;
  /** The DAG as it was when the bundle was built, with the beginning of its hash. @throws AirgoError `unknown-dag` */
  findDag(dagId: string): { readonly structureHash: string };
  /** @throws AirgoError as `findDag` */
  loadDag(dagId: string): AnyDag;
}

/** The settings of the project that a pod goes by. */
export interface PodSettings {
  readonly structureMismatch: "warn" | "fail";
  readonly terminationGracePeriodSeconds: number;
  readonly maxValueBytes: number;
  readonly warnValueBytes: number;
}

export interface PodPaths {
  /** Argo puts raw input artifacts there. */
  readonly inputDir: string;
  /** Argo reads output parameters there. */
  readonly outputDir: string;
  /** The kubelet shows its text as the container's message. */
  readonly terminationLog: string;
}

export interface PodWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly bundle: PodBundle;
  readonly paths: PodPaths;
  /** Whether a person reads stdout. */
  readonly isTerminal: boolean;
  writeStdout(text: string): void;
  writeStderr(text: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  setUmask(mask: number): void;
  /** Calls back each time the process is asked to stop. */
  onStop(listener: () => void): void;
  /** Calls back with what nobody caught. */
  onUncaught(listener: (error: unknown) => void): void;
  /** Calls back when nothing is left that could happen. */
  onIdle(listener: () => void): void;
  /** Calls back when the process ends, for its exit code. */
  onExit(decide: (exitCode: number) => number): void;
}

/** The world of a real pod; AIRGO_POD_IN_DIR, AIRGO_POD_OUT_DIR and AIRGO_POD_TERMINATION_LOG move its files. */
export function createPodWorld(process: NodeJS.Process, bundle: PodBundle): PodWorld {
  const { env } = process;
  return {
    env,
    bundle,
    paths: {
      inputDir: env.AIRGO_POD_IN_DIR || "/tmp/airgo/in",
      outputDir: env.AIRGO_POD_OUT_DIR || "/tmp/airgo/out",
      terminationLog: env.AIRGO_POD_TERMINATION_LOG || "/dev/termination-log",
    },
    // Asking process.stdout or node:tty loads the network stack: a tenth of a pod's start.
    isTerminal: fstatSync(1).isCharacterDevice(),
    writeStdout: (text) => writeFully(1, text),
    writeStderr: (text) => writeFully(2, text),
    now: Date.now,
    setUmask: (mask) => process.umask(mask),
    onStop: (listener) => {
      process.on("SIGTERM", listener);
      process.on("SIGINT", listener);
    },
    onUncaught: (listener) => {
      process.on("uncaughtException", listener);
      process.on("unhandledRejection", listener);
    },
    onIdle: (listener) => process.on("beforeExit", listener),
    onExit: (decide) =>
      process.on("exit", (exitCode) => {
        process.exitCode = decide(exitCode);
      }),
  };
}

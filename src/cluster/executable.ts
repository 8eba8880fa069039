// A program of the user's, started with an argument array and never through a shell.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a call of a program ended. */
export interface CommandResult {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It was killed because it did not answer in time. */
  readonly timedOut: boolean;
}

export interface ExecutableOptions {
  readonly env: Environment;
  /** A call that takes longer is killed. */
  readonly timeoutSeconds: number;
}

/** A program, and how it is called. */
export class Executable {
  readonly #file: string;
  readonly #options: ExecutableOptions;

  constructor(file: string, options: ExecutableOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** A call that has begun is not interrupted: what it did would not be known. */
  async run(args: readonly string[], input = ""): Promise<CommandResult> {
    const call = new Call(this.#spawn(args));
    call.write(input);
    const timer = setTimeout(() => call.giveUp(), this.#options.timeoutSeconds * 1000);
    return call.ended.finally(() => clearTimeout(timer));
  }

  /** The lines that it prints, as it prints them; ends quietly where the program fails or is aborted. */
  async *lines(args: readonly string[], signal: AbortSignal): AsyncGenerator<string, void> {
    const child = this.#spawn(args, signal);
    child.on("error", () => child.stdout.destroy());
    child.stdin.on("error", () => {}).end();
    child.stderr.resume();
    yield* createInterface({ input: child.stdout });
  }

  #spawn(args: readonly string[], signal?: AbortSignal): ChildProcessWithoutNullStreams {
    const { env } = this.#options;
    return spawn(this.#file, [...args], { env: { ...env }, signal, windowsHide: true });
  }
}

/** One call, until it ends or is given up. */
class Call {
  readonly ended: Promise<CommandResult>;
  readonly #child: ChildProcessWithoutNullStreams;
  #stdout = "";
  #stderr = "";
  #timedOut = false;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      const end = (code: number | null) => resolve(this.#result(code));
      child.once("close", end);
      // A program's own children may hold its pipes open for ever.
      child.once("exit", () => this.#timedOut && end(null));
      child.once("error", reject);
    });
  }

  write(input: string): void {
    // The program may end without reading what it is given.
    this.#child.stdin.on("error", () => {}).end(input);
  }

  giveUp(): void {
    this.#timedOut = true;
    this.#child.kill("SIGKILL");
  }

  #result(code: number | null): CommandResult {
    return { code, stdout: this.#stdout, stderr: this.#stderr, timedOut: this.#timedOut };
  }
}

/** The first executable file of this name on the PATH. */
export async function findOnPath(name: string, env: Environment): Promise<string | undefined> {
  const folders = (env.PATH ?? env.Path ?? "").split(path.delimiter);
  const file = env.PATHEXT === undefined ? name : `${name}.exe`;
  for (const folder of folders.filter((text) => text !== "")) {
    const candidate = path.join(folder, file);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

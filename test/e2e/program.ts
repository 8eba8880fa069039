import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the calls that run. */
  readonly signal: AbortSignal;
  /** @defaultValue 120 */
  readonly timeoutSeconds?: number;
}

/** How a call ended. */
export interface Ended {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of which most calls are expected to do well. */
export class Program {
  readonly #command: readonly string[];
  readonly #options: ProgramOptions;

  /** The first of `command` is looked for on the PATH of the options; the others stand before every call's arguments. */
  constructor(command: readonly string[], options: ProgramOptions) {
    this.#command = command;
    this.#options = options;
  }

  async run(args: readonly string[], input = ""): Promise<Ended> {
    const { env, signal, timeoutSeconds = 120 } = this.#options;
    const [file = "", ...first] = this.#command;
    const timeout = timeoutSeconds * 1000;
    const child = spawn(file, [...first, ...args], { env: { ...env }, signal, timeout });
    // It may end without reading what it is given.
    child.stdin.on("error", () => {}).end(input);
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);
    await once(child, "close");
    const [stdout, stderr] = await printed;
    return { code: child.exitCode, stdout, stderr };
  }

  /** What it prints. @throws Error with what it says, where it fails */
  async call(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, input);
    if (code === 0) return stdout;
    const name = path.basename(this.#command.at(-1) ?? "", ".js");
    throw new Error(`${name} ${args.join(" ")} ended with ${code}:\n${stderr || stdout}`);
  }

  async json(args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.call(args));
  }
}

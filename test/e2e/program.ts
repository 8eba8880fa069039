import type { CommandResult } from "../../src/cluster/executable.ts";
import { type Environment, Executable, findOnPath } from "../../src/cluster/executable.ts";

export interface ProgramOptions {
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly timeoutSeconds?: number;
}

/** A program of which every call is expected to do well. */
export class Program {
  readonly #name: string;
  readonly #executable: Executable;
  /** Stand before the arguments of every call. */
  readonly #first: readonly string[];

  private constructor(name: string, executable: Executable, first: readonly string[]) {
    this.#name = name;
    this.#executable = executable;
    this.#first = first;
  }

  static async find(name: string, options: ProgramOptions): Promise<Program> {
    const file = await findOnPath(name, options.env);
    if (file === undefined) throw new Error(`there is no ${name} on the PATH`);
    return Program.of(name, [file], options);
  }

  static of(name: string, [file = "", ...first]: readonly string[], options: ProgramOptions) {
    const { timeoutSeconds = 120 } = options;
    return new Program(name, new Executable(file, { ...options, timeoutSeconds }), first);
  }

  run(args: readonly string[], input?: string): Promise<CommandResult> {
    return this.#executable.run([...this.#first, ...args], input);
  }

  /** What it prints. @throws Error with what it says, where it fails */
  async call(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, input);
    if (code === 0) return stdout;
    throw new Error(`${this.#name} ${args.join(" ")} ended with ${code}:\n${stderr || stdout}`);
  }

  async json(args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.call(args));
  }
}

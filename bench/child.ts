import { spawnSync } from "node:child_process";

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, and gives what it printed. @throws Error with what it said of its failure */
export function runChild(
  command: string,
  args: readonly string[],
  { cwd, env }: ChildOptions = {},
): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...plainEnvironment(), ...env },
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

export function runNode(args: readonly string[], options?: ChildOptions): string {
  return runChild(process.execPath, args, options);
}

/** The floor of every process. */
export function emptyNode(): void {
  runNode(["-e", "0"]);
}

/** Node reads extra certificates at each start, which takes longer than an empty program. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
  return env;
}

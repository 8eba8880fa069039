// The command line as a process: the world is made here, and nowhere else below src/cli.

import type { Bundle } from "../../runtime/bundle.ts";
import { COMMANDS } from "./commands.ts";
import type { Command } from "./define-command.ts";
import { runCli } from "./run-cli.ts";
import type { TextStream, World } from "./world.ts";

/** One call of the command line. */
export interface Invocation {
  readonly argv: readonly string[];
  /** Opened already, or how to open it: the npm package builds it first when it is stale. */
  readonly bundle: Bundle | (() => Promise<Bundle>);
  /** The npm package has more of them than the bundle. */
  readonly commands?: readonly Command[];
}

/** Does what the command line asks for; resolves to the exit code, once all that was printed is written. */
export async function main({ argv, bundle, commands = COMMANDS }: Invocation): Promise<number> {
  // `airgo list | head -1` closes the pipe: nobody reads on, which is no mistake.
  process.stdout.on("error", endAtClosedPipe);
  const openBundle = typeof bundle === "function" ? bundle : async () => bundle;
  const code = await runCli(processWorld(argv, openBundle), commands);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  // What DAG files and tasks left running does not keep the process: a pod does not wait for it either.
  setTimeout(() => process.exit(code), 0).unref();
  return code;
}

function processWorld(argv: readonly string[], openBundle: () => Promise<Bundle>): World {
  return {
    argv,
    env: process.env,
    node: process.execPath,
    cwd: process.cwd(),
    stdout: textStream(process.stdout),
    stderr: textStream(process.stderr),
    console,
    now: () => new Date(),
    openBundle,
    setEnvironment: (values) => Object.assign(process.env, values),
    onInterrupt: (listener) => {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

function textStream(stream: NodeJS.WriteStream): TextStream {
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write: (text) => void stream.write(text),
  };
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

function endAtClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? 0);
}

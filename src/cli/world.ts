import type { Bundle } from "../../runtime/bundle.ts";

/** A stream that text is written to. */
export interface TextStream {
  readonly isTTY: boolean;
  /** Of the terminal as it is now; undefined where the stream is none. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** All that a command knows of the machine it runs on. */
export interface World {
  /** Without Node and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Node that runs this. */
  readonly node: string;
  /** Absolute; what a command reads and writes lies below it. */
  readonly cwd: string;
  /** Carries the product. */
  readonly stdout: TextStream;
  /** Carries the talk. */
  readonly stderr: TextStream;
  /** What tasks print with, unless it is made part of their logs. */
  readonly console: Console;
  readonly now: () => Date;
  /** The DAGs of the project and what they were bundled with. */
  readonly openBundle: () => Promise<Bundle>;
  /** Adds variables to the environment that tasks see in this process. */
  readonly setEnvironment: (values: Readonly<Record<string, string>>) => void;
  /** Calls `listener` at each Ctrl-C (and SIGTERM) until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** What fits into a line of a terminal; undefined where no terminal is. */
export function terminalWidth({ isTTY, columns }: TextStream): number | undefined {
  return isTTY ? columns : undefined;
}
